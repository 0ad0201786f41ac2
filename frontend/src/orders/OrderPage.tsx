import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useOrderApi } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { orderQuery } from '../api/orders.ts';
import type { Order } from '../api/types.ts';
import { formatDateTime } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { hasOrders, mayOrder, mayReplay } from '../session/role.ts';
import { useSession } from '../session/session.ts';
import { useSettings } from '../settingsContext.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { buttonClass } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Page } from '../ui/Page.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { StatusBadge } from '../ui/StatusBadge.tsx';
import { Documents } from './Documents.tsx';
import { NextSteps } from './NextSteps.tsx';
import { OrderHistory } from './OrderHistory.tsx';
import { OrderLines } from './OrderLines.tsx';
import { Parties } from './Parties.tsx';
import { SentMessages } from './SentMessages.tsx';

const REFRESH_MS = 3_000;
const route = getRouteApi('/shell/orders/$orderId');

/** One order, kept up to date while somebody looks at it. */
export function OrderPage() {
  const { t } = useSpeech();
  const { claims } = useSession();
  const { orderId } = route.useParams();
  const api = useOrderApi();
  const order = useQuery({
    ...orderQuery(api, orderId),
    // What is not there won't come: to ask again would only make the page flicker.
    refetchInterval: ({ state }) => (isMissing(state.error) ? false : REFRESH_MS),
    refetchOnWindowFocus: ({ state }) => !isMissing(state.error),
    refetchOnReconnect: ({ state }) => !isMissing(state.error),
  });
  const back = hasOrders(claims) ? (
    <BackLink to="/orders">{t.order.back}</BackLink>
  ) : (
    <BackLink to="/ops">{t.nav.ops}</BackLink>
  );
  if (isMissing(order.error)) {
    return (
      <Page title={t.order.notFound} above={back}>
        <EmptyState icon="info" title={t.order.notFound} detail={t.order.notFoundDetail}>
          {mayReplay(claims) && (
            <Link to="/ops/messages" search={{ orderId }} className={buttonClass('primary')}>
              {t.orders.itsDeadLetters}
            </Link>
          )}
        </EmptyState>
      </Page>
    );
  }
  const name = order.data?.invoice?.number ?? t.order.title(orderId.slice(-12));
  return (
    <Page
      title={name}
      above={back}
      badge={order.data && <StatusBadge status={order.data.status} />}
      actions={
        order.data?.status === 'PENDING' &&
        mayOrder(claims) && (
          <Link to="/orders/$orderId/edit" params={{ orderId }} className={buttonClass()}>
            <Icon name="edit" className="size-4" />
            {t.amend.link}
          </Link>
        )
      }
      lead={order.data ? <Facts order={order.data} /> : <Skeleton className="h-10 w-80 max-w-full sm:h-6" />}
    >
      {order.error && <Failure error={order.error} retry={() => order.refetch()} />}
      {order.isPending && <OrderSkeleton />}
      {order.data && <OrderParts order={order.data} />}
    </Page>
  );
}

function isMissing(error: Error | null): boolean {
  return error instanceof Refused && [400, 404].includes(error.status);
}

function OrderParts({ order }: { order: Order }) {
  const { t } = useSpeech();
  const { local } = useSettings();
  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr]">
      <div className="lg:col-start-2">
        <NextSteps order={order} />
      </div>
      <div className="space-y-6 lg:col-start-1 lg:row-span-2 lg:row-start-1">
        <Card id="lines" title={t.order.lines}>
          <OrderLines order={order} />
        </Card>
        <Documents order={order} />
        <Parties order={order} />
      </div>
      <div className="space-y-6 lg:col-start-2 lg:row-start-2">
        <OrderHistory order={order} />
        {local && <SentMessages order={order} />}
      </div>
    </div>
  );
}

function Facts({ order }: { order: Order }) {
  const { t, locale } = useSpeech();
  return (
    <span className="text-sm tabular-nums">
      {t.order.placed}{' '}
      <time dateTime={order.createdAt}>{formatDateTime(order.createdAt, locale)}</time>
      {' · '}
      {t.order.version(order.version)}
      {' · '}
      <span className="font-mono text-xs break-all">{order.orderId}</span>
    </span>
  );
}

function OrderSkeleton() {
  return (
    <Loading>
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Skeleton className="h-96 rounded-xl" />
        <Skeleton className="h-64 rounded-xl" />
      </div>
    </Loading>
  );
}
