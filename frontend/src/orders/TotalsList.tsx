import type { ReactNode } from 'react';
import type { TaxCategory } from '../api/types.ts';
import { useSpeech } from '../i18n/language.ts';
import { formatMoney, formatPercent } from '../money/format.ts';
import { takesReason } from '../money/taxCategory.ts';

export interface ShownTotals {
  readonly discount: bigint;
  readonly shipping: bigint;
  readonly net: bigint;
  readonly gross: bigint;
  readonly groups: readonly {
    readonly category: TaxCategory;
    readonly basisPoints: number;
    readonly amount: bigint;
  }[];
}

/** What an order comes to, the same way for a draft and for an order. */
export function TotalsList({ totals, currency }: { totals: ShownTotals; currency: string }) {
  const { t, locale } = useSpeech();
  const money = (minor: bigint) => formatMoney(minor, currency, locale);
  const { discount, shipping, net, gross, groups } = totals;
  const lines = net + discount - shipping;
  return (
    <dl className="ml-auto max-w-sm space-y-1.5 text-sm tabular-nums">
      {(discount !== 0n || shipping !== 0n) && <Row term={t.totals.lines}>{money(lines)}</Row>}
      {discount !== 0n && <Row term={t.totals.discount}>−{money(discount)}</Row>}
      {shipping !== 0n && <Row term={t.totals.shipping}>{money(shipping)}</Row>}
      <Row term={t.totals.net}>{money(net)}</Row>
      {groups.map(({ category, basisPoints, amount }) => (
        <Row
          key={`${category} ${basisPoints}`}
          term={
            takesReason(category)
              ? t.category[category]
              : t.totals.tax(formatPercent(basisPoints, locale))
          }
        >
          {money(amount)}
        </Row>
      ))}
      <div className="mt-3! flex flex-wrap items-baseline justify-between gap-x-2 rounded-lg bg-accent-soft px-3 py-2 font-semibold">
        <dt>{t.totals.gross}</dt>
        <dd className="ml-auto text-lg">{money(gross)}</dd>
      </div>
    </dl>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-4 px-3">
      <dt className="text-muted">{term}</dt>
      <dd className="ml-auto">{children}</dd>
    </div>
  );
}
