import type { ReactNode } from 'react';
import { formatMoney } from './money.ts';
import type { Order, Status } from './order.ts';

const statusLook = {
  PENDING: { label: 'Pending', dot: 'bg-amber-500' },
  CONFIRMED: { label: 'Confirmed', dot: 'bg-sky-500' },
  PAID: { label: 'Paid', dot: 'bg-emerald-500' },
  SHIPPED: { label: 'Shipped', dot: 'bg-indigo-500' },
  DELIVERED: { label: 'Delivered', dot: 'bg-teal-500' },
  CANCELLED: { label: 'Cancelled', dot: 'bg-zinc-500' },
  REFUNDED: { label: 'Refunded', dot: 'bg-rose-500' },
} satisfies Record<Status, { label: string; dot: string }>;

// Dates are legal facts on an invoice: one time zone for every reader.
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const dateTime = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** One order, as the API has just told it. */
export function OrderCard({ order }: { order: Order }) {
  const { totals, currency, invoice } = order;
  return (
    <article
      aria-label={`Order ${order.orderId}`}
      className="rounded-xl border border-line bg-card"
    >
      <header className="border-b border-line px-5 py-4">
        <p className="font-mono text-sm break-all">{order.orderId}</p>
        <p className="mt-1 text-sm text-muted">
          Created{' '}
          <time dateTime={order.createdAt}>{dateTime.format(new Date(order.createdAt))}</time> UTC
        </p>
      </header>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-5 p-5 wrap-anywhere">
        <Fact term="Status">
          <StatusBadge status={order.status} />
        </Fact>
        <Fact term="Version">{order.version}</Fact>
        <Fact term="Total">
          <span className="text-lg font-semibold tabular-nums sm:text-xl">
            {formatMoney(totals.grossMinor, currency)}
          </span>
          <Note>
            {formatMoney(totals.netMinor, currency)} net + {formatMoney(totals.taxMinor, currency)}{' '}
            tax
          </Note>
        </Fact>
        <Fact term="Invoice number">
          {invoice ? (
            <>
              <span className="text-lg font-semibold tabular-nums sm:text-xl">
                {invoice.number}
              </span>
              <Note>
                Issued{' '}
                <time dateTime={invoice.issuedAt}>{date.format(new Date(invoice.issuedAt))}</time>
              </Note>
            </>
          ) : (
            <span className="text-muted">None</span>
          )}
        </Fact>
      </dl>
    </article>
  );
}

function StatusBadge({ status }: { status: Status }) {
  const { label, dot } = statusLook[status];
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden="true" className={`size-2.5 rounded-full ${dot}`} />
      {label}
    </span>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-muted">{term}</dt>
      <dd className="mt-1">{children}</dd>
    </div>
  );
}

function Note({ children }: { children: ReactNode }) {
  return <span className="mt-0.5 block text-sm text-muted tabular-nums">{children}</span>;
}
