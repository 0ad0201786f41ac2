import type { Order } from '../api/types.ts';
import { useSpeech } from '../i18n/language.ts';
import { formatMoney, formatPercent, formatQuantity } from '../money/format.ts';
import { usualCategory } from '../money/taxCategory.ts';
import { TotalsList } from './TotalsList.tsx';

const cell = 'py-3 pr-4 last:pr-0 align-top';
const number = `${cell} text-right whitespace-nowrap`;
/** On a phone, these are told below the description. */
const wideNumber = `${number} hidden sm:table-cell`;

export function OrderLines({ order }: { order: Order }) {
  const { t, locale } = useSpeech();
  const { currency, totals } = order;
  const money = (minor: number) => formatMoney(minor, currency, locale);
  return (
    <>
      <div className="overflow-x-auto">
        <table className="w-full text-sm">
          <caption className="sr-only">{t.order.lines}</caption>
          <thead>
            <tr className="border-b border-line text-left text-xs text-muted">
              <th scope="col" className={`${cell} font-medium`}>
                {t.order.description}
              </th>
              <th scope="col" className={`${wideNumber} font-medium`}>
                {t.order.quantity}
              </th>
              <th scope="col" className={`${wideNumber} font-medium`}>
                {t.order.unitPrice}
              </th>
              <th scope="col" className={`${wideNumber} font-medium`}>
                {t.order.tax}
              </th>
              <th scope="col" className={`${number} font-medium`}>
                {t.order.net}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {order.lines.map((line, index) => (
              // Lines of an order have no id and keep their places.
              <tr key={`line-${index + 1}`}>
                <td className={`${cell} min-w-40 wrap-anywhere`}>
                  {line.description}
                  <span className="block text-xs text-muted tabular-nums sm:hidden">
                    {formatQuantity(line.quantity, locale)} × {money(line.unitPriceMinor)}
                    {' · '}
                    {t.totals.tax(formatPercent(line.taxRateBasisPoints, locale))}
                  </span>
                  {line.sku && <span className="block text-xs text-muted">{line.sku}</span>}
                  {line.discount && (
                    <span className="block text-xs text-muted">
                      {t.totals.discount} −{money(line.discount.amountMinor)}
                      {line.discount.reason && ` (${line.discount.reason})`}
                    </span>
                  )}
                </td>
                <td className={wideNumber}>{formatQuantity(line.quantity, locale)}</td>
                <td className={wideNumber}>{money(line.unitPriceMinor)}</td>
                <td className={wideNumber}>
                  <span
                    title={
                      t.category[line.taxCategory ?? usualCategory(line.taxRateBasisPoints)]
                    }
                  >
                    {formatPercent(line.taxRateBasisPoints, locale)}
                  </span>
                </td>
                <td className={number}>{money(line.netMinor)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="border-t border-line pt-4">
        {/* Outward by the padding of the totals: their amounts end where those of the lines do. */}
        <div className="-mr-3">
          <TotalsList
            currency={currency}
            totals={{
              discount: BigInt(totals.discountMinor ?? 0),
              shipping: BigInt(totals.shippingMinor ?? 0),
              net: BigInt(totals.netMinor),
              gross: BigInt(totals.grossMinor),
              groups: totals.taxSubtotals.map((group) => ({
                category: group.taxCategory ?? usualCategory(group.taxRateBasisPoints),
                basisPoints: group.taxRateBasisPoints,
                amount: BigInt(group.taxMinor),
              })),
            }}
          />
        </div>
      </div>
    </>
  );
}
