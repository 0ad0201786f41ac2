import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrderApi } from '../api/client.ts';
import { inboxQuery, type Message } from '../api/inbox.ts';
import { historyQuery } from '../api/orders.ts';
import type { Order } from '../api/types.ts';
import { formatDuration, formatExactTime } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { Card } from '../ui/Card.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';

/** What was sent because of this order; only the stack on this machine knows. */
export function SentMessages({ order }: { order: Order }) {
  const { t, locale } = useSpeech();
  const { orderId, version } = order;
  const api = useOrderApi();
  const history = useQuery({
    ...historyQuery(api, orderId, version),
    placeholderData: keepPreviousData,
  });
  const inbox = useQuery({
    ...inboxQuery,
    select: (messages) => messages.filter((message) => message.orderId === orderId),
  });
  /** How long the way through the pipeline took. */
  function lag(message: Message): string | undefined {
    const change = history.data?.events.find(({ eventId }) => eventId === message.eventId);
    if (change === undefined) return undefined;
    const passed = Date.parse(message.at) - Date.parse(change.at);
    return t.order.sentAfter(formatDuration(passed, locale));
  }

  return (
    <Card
      id="notifications"
      title={t.order.notifications}
      note={
        <Link to="/messages" className="inline-block py-1 font-medium text-accent hover:underline">
          {t.nav.inbox}
        </Link>
      }
    >
      {inbox.error && <Failure error={inbox.error} retry={() => inbox.refetch()} />}
      {inbox.isPending && (
        <Loading>
          <Skeleton className="h-14" />
        </Loading>
      )}
      {inbox.data?.length === 0 && (
        <p className="text-sm text-muted">{t.order.noNotifications}</p>
      )}
      <ul className="space-y-3">
        {inbox.data?.map((message) => (
          <li key={message.id} className="flex gap-3 text-sm">
            <Icon
              name={message.kind === 'email' ? 'mail' : 'phone'}
              className="mt-0.5 size-4 text-muted"
            />
            <div className="min-w-0">
              <p className="wrap-anywhere">{message.subject ?? message.body}</p>
              <p className="text-xs wrap-anywhere text-muted tabular-nums">
                <time dateTime={message.at}>{formatExactTime(message.at, locale)}</time>{' '}
                {t.order.sentTo(message.to)}
              </p>
              <p className="text-xs text-muted tabular-nums">{lag(message)}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
