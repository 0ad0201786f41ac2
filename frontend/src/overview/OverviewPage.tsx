import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOrderApi } from '../api/client.ts';
import { listQuery } from '../api/orders.ts';
import type { OrderList } from '../api/types.ts';
import { useSpeech } from '../i18n/language.ts';
import { formatMoney } from '../money/format.ts';
import { OrderTable } from '../orders/OrderTable.tsx';
import { hasOrders, mayOrder, mayReplay } from '../session/role.ts';
import { useSession } from '../session/session.ts';
import { buttonClass } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Page } from '../ui/Page.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { InvoiceTimes } from './InvoiceTimes.tsx';
import { OrdersChart } from './OrdersChart.tsx';
import { QueueDepths } from './QueueDepths.tsx';
import { StatusShares } from './StatusShares.tsx';
import { summarise } from './summary.ts';

const REFRESH_MS = 5_000;
/** The API's largest page. To read more of them each time would cost much, and tell little. */
const LIMIT = 100;
const LATEST = 6;

export function OverviewPage() {
  const { t } = useSpeech();
  const { claims } = useSession();
  const api = useOrderApi();
  const list = useQuery({ ...listQuery(api, { limit: LIMIT }), refetchInterval: REFRESH_MS });
  // That there are none of their own says nothing about the others'.
  const isTold = hasOrders(claims);
  return (
    <Page
      title={t.overview.title}
      actions={
        mayOrder(claims) && (
          <Link to="/orders/new" className={buttonClass('primary')}>
            {t.nav.newOrder}
          </Link>
        )
      }
    >
      {mayReplay(claims) && <QueueDepths />}
      {list.error && <Failure error={list.error} retry={() => list.refetch()} />}
      {list.isPending && isTold && <OverviewSkeleton />}
      {list.data?.orders.length === 0 && isTold && <NoOrders mayOrder={mayOrder(claims)} />}
      {list.data && list.data.orders.length > 0 && (
        <Figures list={list.data} now={list.dataUpdatedAt} />
      )}
    </Page>
  );
}

function Figures({ list, now }: { list: OrderList; now: number }) {
  const { t, locale } = useSpeech();
  const summary = summarise(list.orders, now);
  // There may be more orders than were looked at: then each figure says of how many it is, and those
  // of the hour do if it began before the oldest of them.
  const ofLatest = t.overview.byStatusNote(list.orders.length);
  const note = list.nextCursor == null ? undefined : ofLatest;
  const hourNote = summary.placedInTheHour === list.orders.length ? note : undefined;
  const pending = summary.byStatus.find(({ status }) => status === 'PENDING')?.count ?? 0;
  const gross = summary.gross.map(({ currency, minor }) => formatMoney(minor, currency, locale));
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:gap-4 xl:grid-cols-4">
        <Figure term={t.overview.placed} note={hourNote}>
          {summary.placedInTheHour}
        </Figure>
        <Figure term={t.overview.open} note={note}>
          {pending}
        </Figure>
        <Figure term={t.overview.invoiced} note={note}>
          {summary.invoiced}
        </Figure>
        <Figure term={t.overview.gross} note={gross.slice(1).join(' · ') || hourNote}>
          {gross[0] ?? t.overview.nothing}
        </Figure>
      </dl>
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Card id="per-minute" title={t.overview.perMinute} note={hourNote ?? t.overview.perMinuteNote}>
          <OrdersChart perMinute={summary.perMinute} />
        </Card>
        <Card id="by-status" title={t.overview.byStatus} note={ofLatest}>
          <StatusShares byStatus={summary.byStatus} />
        </Card>
      </div>
      <InvoiceTimes orders={list.orders} />
      <section aria-labelledby="latest" className="space-y-3">
        <div className="flex items-baseline justify-between">
          <h2 id="latest" className="font-semibold">
            {t.overview.latest}
          </h2>
          <Link to="/orders" className="py-1 text-sm font-medium text-accent hover:underline">
            {t.overview.all}
          </Link>
        </div>
        <OrderTable orders={list.orders.slice(0, LATEST)} />
      </section>
    </>
  );
}

function Figure(props: {
  readonly term: string;
  /** What it is of, or what there is besides. */
  readonly note: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div className="min-w-0 rounded-xl border border-line bg-card px-4 py-4 shadow-card sm:px-5">
      <dt className="text-sm text-muted">{props.term}</dt>
      <dd className="mt-1 truncate text-2xl font-semibold tracking-tight tabular-nums">
        {props.children}
      </dd>
      {props.note !== undefined && (
        <dd className="truncate text-sm text-muted tabular-nums">{props.note}</dd>
      )}
    </div>
  );
}

function NoOrders(props: { mayOrder: boolean }) {
  const { t } = useSpeech();
  return (
    <div className="rounded-xl border border-line bg-card">
      <EmptyState
        icon="orders"
        title={t.overview.empty}
        detail={props.mayOrder ? t.overview.emptyDetail : t.orders.emptyDetail}
      >
        {props.mayOrder && (
          <>
            <Link to="/orders/new" className={buttonClass('primary')}>
              {t.nav.newOrder}
            </Link>
            <Link to="/import" className={buttonClass()}>
              {t.nav.import}
            </Link>
          </>
        )}
      </EmptyState>
    </div>
  );
}

const FIGURES = [0, 1, 2, 3];

function OverviewSkeleton() {
  return (
    <Loading>
      <div className="space-y-6">
        <div className="grid grid-cols-2 gap-3 sm:gap-4 xl:grid-cols-4">
          {FIGURES.map((figure) => (
            <Skeleton key={figure} className="h-[5.5rem] rounded-xl" />
          ))}
        </div>
        <div className="grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <Skeleton className="h-64 rounded-xl" />
          <Skeleton className="h-64 rounded-xl" />
        </div>
        <Skeleton className="h-44 rounded-xl" />
        <Skeleton className="h-96 rounded-xl" />
      </div>
    </Loading>
  );
}
