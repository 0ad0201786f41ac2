import { useQueries } from '@tanstack/react-query';
import { useOrderApi } from '../api/client.ts';
import { historyQuery } from '../api/orders.ts';
import type { ListedOrder } from '../api/types.ts';
import { formatDuration } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { Card } from '../ui/Card.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { percentile, timeToInvoice } from './invoiceTimes.ts';

/** So many orders are asked for their events. */
const LOOKED_AT = 20;
const HEIGHT = 60;
const SLOT = 30;

/** How long the latest confirmed orders took to their invoice, one bar each. */
export function InvoiceTimes({ orders }: { orders: readonly ListedOrder[] }) {
  const { t, locale } = useSpeech();
  const api = useOrderApi();
  const invoiced = orders.filter(({ invoiceNumber }) => invoiceNumber != null).slice(0, LOOKED_AT);
  const histories = useQueries({
    // Its times are there for good once they are there, so it is asked for once.
    queries: invoiced.map(({ orderId, version }) => ({
      ...historyQuery(api, orderId, version),
      refetchInterval: false,
    })),
  });
  const isPending = histories.some((history) => history.isPending);
  const times = histories
    .flatMap(({ data }) => (data === undefined ? [] : (timeToInvoice(data.events) ?? [])))
    .reverse();
  const [p50, p99] = [percentile(times, 50), percentile(times, 99)];
  const most = Math.max(1, ...times);
  return (
    <Card
      id="to-invoice"
      title={t.overview.toInvoice}
      note={isPending ? undefined : t.overview.toInvoiceNote(times.length)}
    >
      <div className="h-28">
        {isPending && (
          <Loading>
            <Skeleton className="h-28" />
          </Loading>
        )}
        {!isPending && (p50 === undefined || p99 === undefined) && (
          <p className="py-8 text-center text-sm text-muted">{t.overview.noInvoiceTimes}</p>
        )}
        {!isPending && p50 !== undefined && p99 !== undefined && (
          <div className="grid h-full grid-cols-[auto_minmax(0,1fr)] items-center gap-6">
            <dl className="space-y-3">
              <Figure term="p50">{formatDuration(p50, locale)}</Figure>
              <Figure term="p99">{formatDuration(p99, locale)}</Figure>
            </dl>
            <svg
              role="img"
              aria-label={t.overview.invoiceTimesChart(
                times.length,
                formatDuration(p50, locale),
                formatDuration(p99, locale),
              )}
              viewBox={`0 0 ${LOOKED_AT * SLOT} ${HEIGHT}`}
              preserveAspectRatio="none"
              className="h-24 w-full"
            >
              <line x1="0" x2={LOOKED_AT * SLOT} y1={HEIGHT} y2={HEIGHT} className="stroke-line" />
              {times.map((time, index) => {
                const height = Math.max(2, (time / most) * HEIGHT);
                return (
                  <rect
                    key={`order-${index + 1}`}
                    x={index * SLOT + 4}
                    y={HEIGHT - height}
                    width={SLOT - 8}
                    height={height}
                    className={time > p50 ? 'fill-accent opacity-60' : 'fill-accent'}
                  >
                    <title>{formatDuration(time, locale)}</title>
                  </rect>
                );
              })}
            </svg>
          </div>
        )}
      </div>
    </Card>
  );
}

function Figure({ term, children }: { term: string; children: string }) {
  return (
    <div>
      <dt className="text-xs text-muted">{term}</dt>
      <dd className="text-xl font-semibold tabular-nums">{children}</dd>
    </div>
  );
}
