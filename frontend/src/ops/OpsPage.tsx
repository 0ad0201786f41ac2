import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { overviewQuery, replaysQuery } from '../api/deadLetters.ts';
import { useOrderApi } from '../api/client.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { ChoiceFilter, Filter } from '../ui/filters.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { ActiveReplays } from './ActiveReplays.tsx';
import { GroupsTable } from './GroupsTable.tsx';
import { OpsOnly } from './OpsOnly.tsx';
import { type GroupsSearch, SOURCES } from './search.ts';
import type { DeadLetterGroup, DeadLetterOverview } from './types.ts';

/** A look takes messages for a moment, so it is not taken all the time. */
const REFRESH_MS = 15_000;
const REPLAYS_MS = 3_000;
/** As many in a row as have room for their names: a subscription has a queue of its own. */
const tiles = 'grid grid-cols-[repeat(auto-fit,minmax(14rem,1fr))] gap-3 sm:gap-4';
const route = getRouteApi('/shell/ops');

export function OpsPage() {
  return (
    <OpsOnly>
      <DeadLettersHome />
    </OpsOnly>
  );
}

function DeadLettersHome() {
  const ops = useOpsWords();
  const api = useOrderApi();
  const overview = useQuery({ ...overviewQuery(api), refetchInterval: REFRESH_MS });
  const replays = useQuery({ ...replaysQuery(api), refetchInterval: REPLAYS_MS });
  const isPending = overview.isPending || replays.isPending;
  return (
    <Page
      title={ops.title}
      lead={ops.lead}
      actions={
        <>
          <Link to="/ops/replays" className={buttonClass()}>
            {ops.history}
          </Link>
          <Button onClick={() => overview.refetch()} disabled={overview.isFetching}>
            {ops.refresh}
          </Button>
        </>
      }
    >
      {overview.error && <Failure error={overview.error} retry={() => overview.refetch()} />}
      {replays.error && !overview.error && (
        <Failure error={replays.error} retry={() => replays.refetch()} />
      )}
      {isPending && !overview.error && <HomeSkeleton />}
      {!isPending && <ActiveReplays replays={replays.data ?? []} />}
      {!isPending && overview.data && <Overview overview={overview.data} />}
    </Page>
  );
}

function Overview({ overview }: { overview: DeadLetterOverview }) {
  const ops = useOpsWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const groups = overview.groups.filter((group) => isFound(group, search));
  const about = overview.sources.reduce((sum, { approximateCount }) => sum + approximateCount, 0);
  const change = (next: GroupsSearch) =>
    navigate({ search: { ...search, ...next }, replace: true, resetScroll: false });
  return (
    <>
      <ul className={tiles}>
        {overview.sources.map(({ source, name, approximateCount }) => (
          <li key={name} className="grid min-w-0">
            <Link
              to="/ops/messages"
              search={{ source }}
              className="flex flex-wrap items-baseline justify-between gap-x-4 rounded-xl border border-line bg-card px-5 py-3 shadow-card hover:bg-sunken sm:block sm:py-4"
            >
              <span className="text-sm text-muted">{ops.source[source]}</span>{' '}
              <span
                className={`text-2xl sm:mt-1 sm:block font-semibold tabular-nums ${approximateCount > 0 ? 'text-danger' : ''}`}
              >
                {approximateCount}
              </span>{' '}
              <span className="block w-full font-mono text-xs break-all text-muted">{name}</span>
            </Link>
          </li>
        ))}
      </ul>
      {!overview.complete && (
        <Notice tone="warning" title={ops.partial(overview.scanned, about)} />
      )}
      {overview.groups.length === 0 && overview.complete ? (
        <div className="rounded-xl border border-line bg-card">
          <EmptyState icon="check" title={ops.empty} detail={ops.emptyDetail} />
        </div>
      ) : (
        <section aria-labelledby="groups" className="space-y-3">
          <div className="flex flex-wrap items-end justify-between gap-3">
            <h2 id="groups" className="font-semibold">
              {ops.groups}{' '}
              <span className="text-sm font-normal text-muted">
                {ops.groupsNote(groups.length)}
              </span>
            </h2>
            <div className="grid w-full grid-cols-2 gap-3 text-sm sm:flex sm:w-auto">
              <ChoiceFilter
                label={ops.sourceLabel}
                any={ops.anySource}
                value={search.source}
                options={SOURCES}
                words={(source) => ops.source[source]}
                onChange={(source) => change({ source })}
              />
              <Filter label={ops.find}>
                <input
                  type="search"
                  className="field sm:w-56!"
                  value={search.find ?? ''}
                  onChange={({ target }) => change({ find: target.value || undefined })}
                />
              </Filter>
            </div>
          </div>
          {groups.length > 0 ? (
            <GroupsTable groups={groups} isPartial={!overview.complete} />
          ) : (
            <div className="rounded-xl border border-line bg-card">
              <EmptyState icon="info" title={ops.noneMatch} detail={ops.noneMatchDetail}>
                <Button onClick={() => navigate({ search: {}, replace: true })}>
                  {ops.clear}
                </Button>
              </EmptyState>
            </div>
          )}
        </section>
      )}
    </>
  );
}

function isFound({ source, code, reason }: DeadLetterGroup, search: GroupsSearch): boolean {
  if (search.source !== undefined && search.source !== source) return false;
  const text = `${code} ${reason}`.toLowerCase();
  return text.includes((search.find ?? '').trim().toLowerCase());
}

const SLOTS = [0, 1, 2, 3];

function HomeSkeleton() {
  return (
    <Loading>
      <div className="space-y-6">
        <div className={tiles}>
          {SLOTS.map((slot) => (
            <Skeleton key={slot} className="h-36 rounded-xl" />
          ))}
        </div>
        <Skeleton className="h-80 rounded-xl" />
      </div>
    </Loading>
  );
}
