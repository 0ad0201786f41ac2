import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useOrderApi } from '../api/client.ts';
import { listQuery } from '../api/orders.ts';
import { useSpeech } from '../i18n/language.ts';
import { hasOrders, mayOrder } from '../session/role.ts';
import { useSession } from '../session/session.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Page } from '../ui/Page.tsx';
import { NotYourOrders } from './NotYourOrders.tsx';
import { OrderFilterBar } from './OrderFilterBar.tsx';
import { OrderTable, OrderTableSkeleton } from './OrderTable.tsx';
import { isFiltered, type OrdersSearch, toFilters } from './search.ts';

const REFRESH_MS = 5_000;
const route = getRouteApi('/shell/orders');

export function OrdersPage() {
  const { t } = useSpeech();
  const { claims } = useSession();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const api = useOrderApi();
  const list = useQuery({
    ...listQuery(api, toFilters(search)),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  const filter = (next: OrdersSearch) => navigate({ search: next, replace: true });
  const isEmpty = !list.data?.orders.length && !list.error;
  if (isEmpty && !isFiltered(search) && !hasOrders(claims)) {
    return (
      <Page title={t.orders.title}>
        {list.isPending ? <OrderTableSkeleton /> : <NotYourOrders />}
      </Page>
    );
  }

  return (
    <Page
      title={t.orders.title}
      actions={
        mayOrder(claims) && (
          <Link to="/orders/new" className={buttonClass('primary')}>
            <Icon name="plus" className="size-4" />
            {t.nav.newOrder}
          </Link>
        )
      }
    >
      <OrderFilterBar search={search} onChange={filter} />
      {list.error && <Failure error={list.error} retry={() => list.refetch()} />}
      {list.isPending && <OrderTableSkeleton />}
      {list.data && (
        <>
          {list.data.orders.length > 0 ? (
            <OrderTable orders={list.data.orders} dimmed={list.isPlaceholderData} />
          ) : (
            <NothingHere filtered={isFiltered(search)} onClear={() => filter({})} />
          )}
          <Pager search={search} next={list.data.nextCursor ?? undefined} />
        </>
      )}
    </Page>
  );
}

function NothingHere({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useSpeech();
  return (
    <div className="rounded-xl border border-line bg-card">
      {filtered ? (
        <EmptyState icon="orders" title={t.orders.none} detail={t.orders.noneDetail}>
          <Button onClick={onClear}>{t.orders.clear}</Button>
        </EmptyState>
      ) : (
        <EmptyState icon="orders" title={t.orders.empty} detail={t.orders.emptyDetail} />
      )}
    </div>
  );
}

/** The browser's own way back leads to the page before: cursors only point forward. */
function Pager({ search, next }: { search: OrdersSearch; next: string | undefined }) {
  const { t } = useSpeech();
  const page = search.page ?? 1;
  if (page === 1 && next === undefined) return null;
  const { cursor: _, page: __, ...filters } = search;
  return (
    <nav aria-label={t.orders.page(page)} className="flex items-center justify-between gap-4">
      <p className="text-sm text-muted tabular-nums">{t.orders.page(page)}</p>
      <div className="flex gap-2">
        {page > 1 && (
          <>
            <Link to="/orders" search={filters} className={buttonClass()}>
              {t.orders.first}
            </Link>
            <Button onClick={() => window.history.back()}>{t.orders.previous}</Button>
          </>
        )}
        {next !== undefined && (
          <Link
            to="/orders"
            search={{ ...filters, cursor: next, page: page + 1 }}
            className={buttonClass()}
          >
            {t.orders.next}
          </Link>
        )}
      </div>
    </nav>
  );
}
