import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOrderApi } from '../api/client.ts';
import { listQuery } from '../api/orders.ts';
import type { OrderList } from '../api/types.ts';
import { useSpeech } from '../i18n/language.ts';
import { formatMoney } from '../money/format.ts';
import { OrderTable } from '../orders/OrderTable.tsx';
import { mayOrder, mayReplay } from '../session/role.ts';
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
/** The API's largest page. */
const LIMIT = 100;
const LATEST = 6;

export function OverviewPage() {
  const { t } = useSpeech();
  const { claims } = useSession();
  const api = useOrderApi();
  const list = useQuery({ ...listQuery(api, { limit: LIMIT }), refetchInterval: REFRESH_MS });
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
      {list.isPending && <OverviewSkeleton />}
      {list.data?.orders.length === 0 && <NoOrders mayOrder={mayOrder(claims)} />}
      {list.data && list.data.orders.length > 0 && (
        <Figures list={list.data} now={list.dataUpdatedAt} />
      )}
    </Page>
  );
}

function Figures({ list, now }: { list: OrderList; now: number }) {
  const { t, locale } = useSpeech();
  const summary = summarise(list.orders, now);
  // There may be more than the API shows at once: then what is counted is a lower bound, and so is
  // the hour if it began before the oldest of them.
  const more = list.nextCursor != null;
  const moreInTheHour = more && summary.placedInTheHour === list.orders.length;
  const atLeast = (text: string, isCut: boolean) => (isCut ? t.overview.atLeast(text) : text);
  const pending = summary.byStatus.find(({ status }) => status === 'PENDING')?.count ?? 0;
  const gross = summary.gross.map(({ currency, minor }) => formatMoney(minor, currency, locale));
  return (
    <>
      <dl className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <Figure term={t.overview.placed}>{atLeast(String(summary.placedInTheHour), moreInTheHour)}</Figure>
        <Figure term={t.overview.open}>{atLeast(String(pending), more)}</Figure>
        <Figure term={t.overview.invoiced}>{atLeast(String(summary.invoiced), more)}</Figure>
        <Figure term={t.overview.gross}>
          {gross[0] === undefined ? t.overview.nothing : atLeast(gross[0], moreInTheHour)}
          {gross.length > 1 && (
            <span className="block truncate text-sm font-normal text-muted">
              {gross.slice(1).join(' · ')}
            </span>
          )}
        </Figure>
      </dl>
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Card id="per-minute" title={t.overview.perMinute} note={t.overview.perMinuteNote}>
          <OrdersChart perMinute={summary.perMinute} />
        </Card>
        <Card
          id="by-status"
          title={t.overview.byStatus}
          note={t.overview.byStatusNote(list.orders.length)}
        >
          <StatusShares byStatus={summary.byStatus} />
        </Card>
      </div>
      <InvoiceTimes orders={list.orders} />
      <section aria-labelledby="latest" className="space-y-3">
        <div className="flex items-baseline justify-between">
          <h2 id="latest" className="font-semibold">
            {t.overview.latest}
          </h2>
          <Link to="/orders" className="text-sm font-medium text-accent hover:underline">
            {t.overview.all}
          </Link>
        </div>
        <OrderTable orders={list.orders.slice(0, LATEST)} />
      </section>
    </>
  );
}

function Figure({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="rounded-xl border border-line bg-card px-5 py-4 shadow-card">
      <dt className="text-sm text-muted">{term}</dt>
      <dd className="mt-1 truncate text-2xl font-semibold tracking-tight tabular-nums">
        {children}
      </dd>
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
        <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
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
