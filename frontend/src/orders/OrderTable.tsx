import { Link } from '@tanstack/react-router';
import type { ListedOrder } from '../api/types.ts';
import { formatDateTime } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { formatMoney } from '../money/format.ts';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { StatusBadge } from '../ui/StatusBadge.tsx';

const frame = 'overflow-x-auto rounded-xl border border-line bg-card shadow-card';
const cell = 'px-4 py-3 first:pl-5 last:pr-5';

export function OrderTable(props: {
  readonly orders: readonly ListedOrder[];
  readonly dimmed?: boolean;
}) {
  const { t, locale } = useSpeech();
  return (
    <div className={`${frame} ${props.dimmed ? 'opacity-60' : ''}`} aria-busy={props.dimmed}>
      <table className="w-full text-sm">
        <caption className="sr-only">{t.orders.table}</caption>
        <thead>
          <tr className="border-b border-line text-left text-xs text-muted">
            <th scope="col" className={`${cell} font-medium`}>
              {t.orders.buyer}
            </th>
            <th scope="col" className={`${cell} hidden font-medium sm:table-cell`}>
              {t.orders.status}
            </th>
            <th scope="col" className={`${cell} hidden font-medium sm:table-cell`}>
              {t.orders.placed}
            </th>
            <th scope="col" className={`${cell} hidden font-medium md:table-cell`}>
              {t.orders.invoice}
            </th>
            <th scope="col" className={`${cell} text-right font-medium`}>
              {t.orders.total}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {props.orders.map((order) => (
            <tr key={order.orderId} className="relative hover:bg-sunken">
              <td className={`${cell} min-w-32 wrap-anywhere`}>
                <Link
                  to="/orders/$orderId"
                  params={{ orderId: order.orderId }}
                  className="font-medium after:absolute after:inset-0"
                >
                  {order.buyerName}
                </Link>
                <span className="block text-xs text-muted">
                  {order.purchaseOrderReference ?? order.orderId.slice(-12)}
                </span>
                {/* On a phone there is no room for a column of it. */}
                <span className="mt-1 block sm:hidden">
                  <StatusBadge status={order.status} />
                </span>
              </td>
              <td className={`${cell} hidden sm:table-cell`}>
                <StatusBadge status={order.status} />
              </td>
              <td className={`${cell} hidden whitespace-nowrap text-muted sm:table-cell`}>
                <time dateTime={order.createdAt}>{formatDateTime(order.createdAt, locale)}</time>
              </td>
              <td className={`${cell} hidden whitespace-nowrap md:table-cell`}>
                {order.invoiceNumber ?? <span className="text-muted">–</span>}
              </td>
              <td className={`${cell} text-right align-top font-medium whitespace-nowrap sm:align-middle`}>
                {formatMoney(order.grossMinor, order.currency, locale)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const ROWS = [0, 1, 2, 3, 4, 5, 6, 7];

export function OrderTableSkeleton() {
  return (
    <Loading>
      <div className={`${frame} divide-y divide-line`}>
        {ROWS.map((row) => (
          <div key={row} className="flex items-center justify-between gap-4 px-5 py-5">
            <Skeleton className="h-5 w-48" />
            <Skeleton className="h-5 w-24" />
            <Skeleton className="h-5 w-20" />
          </div>
        ))}
      </div>
    </Loading>
  );
}
