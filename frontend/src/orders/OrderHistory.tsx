import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useOrderApi } from '../api/client.ts';
import { historyQuery, isOnItsWay } from '../api/orders.ts';
import type { HistoryEvent, Order } from '../api/types.ts';
import type { Messages } from '../i18n/en.ts';
import { formatDuration, formatExactTime } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { Card } from '../ui/Card.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { statusColour } from '../ui/StatusBadge.tsx';

const headline = {
  placed: (_, t) => t.order.placedEvent,
  amended: (_, t) => t.order.amendedEvent,
  'status-changed': (event, t) => t.status[event.status],
} satisfies Record<HistoryEvent['type'], (event: HistoryEvent, t: Messages) => string>;

/** What happened, who did it and how long after what came before. */
export function OrderHistory({ order }: { order: Order }) {
  const { t } = useSpeech();
  const api = useOrderApi();
  const history = useQuery({
    ...historyQuery(api, order.orderId, order.version),
    placeholderData: keepPreviousData,
  });
  return (
    <Card id="history" title={t.order.history}>
      {history.error && <Failure error={history.error} retry={() => history.refetch()} />}
      {history.isPending && (
        <Loading>
          {/* With each version came an entry. */}
          <div style={{ height: `${order.version * 6.5 - 2.25}rem` }}>
            <Skeleton className="h-full" />
          </div>
        </Loading>
      )}
      {history.data && (
        <ol>
          {history.data.events.map((event, index, events) => (
            <Entry
              key={event.eventId}
              event={event}
              before={events[index - 1]}
              isLast={index === events.length - 1}
            />
          ))}
        </ol>
      )}
    </Card>
  );
}

function Entry(props: {
  readonly event: HistoryEvent;
  readonly before: HistoryEvent | undefined;
  readonly isLast: boolean;
}) {
  const { t, locale } = useSpeech();
  const { event, before, isLast } = props;
  const passed = before && Date.parse(event.at) - Date.parse(before.at);
  return (
    <li className="relative flex gap-3 pb-5 last:pb-0">
      {!isLast && (
        <span aria-hidden="true" className="absolute top-4 bottom-0 left-[5px] w-px bg-line" />
      )}
      <span
        aria-hidden="true"
        className={`mt-1.5 size-[11px] shrink-0 rounded-full ${statusColour[event.status].dot}`}
      />
      <div className="min-w-0 grow text-sm">
        <p className="font-medium">{headline[event.type](event, t)}</p>
        <p className="text-xs wrap-anywhere text-muted tabular-nums">
          <time dateTime={event.at}>{formatExactTime(event.at, locale)}</time>{' '}
          {t.order.by(event.by)}
          {passed !== undefined && ` · ${t.order.after(formatDuration(passed, locale))}`}
        </p>
        {event.reason && <p className="mt-1 wrap-anywhere">“{event.reason}”</p>}
        <Hops event={event} />
      </div>
    </li>
  );
}

/** So long a change is said to be on its way; older ones may come from before this was kept. */
const REMEMBERED_MS = 3_600_000;

/** The way of one change through the pipeline, with the time to each station. */
function Hops({ event }: { event: HistoryEvent }) {
  const { t, locale } = useSpeech();
  const { at, queuedAt, documentKeptAt, notifiedAt } = event;
  const hops = [
    { station: t.order.queued, reachedAt: queuedAt },
    { station: t.order.documentKept, reachedAt: documentKeptAt },
    { station: t.order.notified, reachedAt: notifiedAt },
  ].flatMap(({ station, reachedAt }) => (reachedAt ? [{ station, reachedAt }] : []));
  const isMoving = isOnItsWay(event, REMEMBERED_MS);
  if (hops.length === 0 && !isMoving) return null;
  return (
    <ol aria-label={t.order.pipeline} className="mt-1 text-xs text-muted tabular-nums">
      {hops.map(({ station, reachedAt }) => (
        <li key={station} className="flex items-baseline gap-1.5">
          <span aria-hidden="true">→</span> <span className="grow">{station}</span>{' '}
          <time dateTime={reachedAt} title={formatExactTime(reachedAt, locale)} className="text-ink">
            {t.order.hopAfter(formatDuration(Date.parse(reachedAt) - Date.parse(at), locale))}
          </time>
        </li>
      ))}
      {isMoving && (
        <li className="flex items-baseline gap-1.5">
          <span aria-hidden="true">→</span> {t.order.hopOnItsWay}
        </li>
      )}
    </ol>
  );
}
