import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrderApi } from '../api/client.ts';
import { replaysQuery } from '../api/deadLetters.ts';
import { formatDateTime } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Page } from '../ui/Page.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { describeWhich } from './describeFilter.ts';
import { describeVerdicts, isWorthTelling } from './describeVerdicts.ts';
import { OpsOnly } from './OpsOnly.tsx';
import { ReplayBadge } from './ReplayBadge.tsx';
import type { Replay } from './types.ts';

const REFRESH_MS = 3_000;
const cell = 'px-4 py-3 first:pl-5 last:pr-5 align-top';

export function HistoryPage() {
  return (
    <OpsOnly>
      <History />
    </OpsOnly>
  );
}

/** Who did what to dead letters, when, why, and what came of it. */
function History() {
  const ops = useOpsWords();
  const replays = useQuery({ ...replaysQuery(useOrderApi()), refetchInterval: REFRESH_MS });
  return (
    <Page
      title={ops.audit.title}
      lead={ops.audit.lead}
      above={<BackLink to="/ops">{ops.back}</BackLink>}
    >
      {replays.error && <Failure error={replays.error} retry={() => replays.refetch()} />}
      {replays.isPending && (
        <Loading>
          <Skeleton className="h-80 rounded-xl" />
        </Loading>
      )}
      {replays.data?.length === 0 && (
        <div className="rounded-xl border border-line bg-card">
          <EmptyState icon="ops" title={ops.audit.empty} detail={ops.audit.emptyDetail} />
        </div>
      )}
      {replays.data && replays.data.length > 0 && <HistoryTable replays={replays.data} />}
    </Page>
  );
}

function HistoryTable({ replays }: { replays: readonly Replay[] }) {
  const speech = useSpeech();
  const ops = useOpsWords();
  const { locale } = speech;
  return (
    <div className="overflow-x-auto rounded-xl border border-line bg-card shadow-card">
      <table className="w-full text-sm">
        <caption className="sr-only">{ops.audit.title}</caption>
        <thead>
          <tr className="border-b border-line text-left text-xs text-muted">
            <th scope="col" className={`${cell} font-medium`}>
              {ops.audit.what}
            </th>
            <th scope="col" className={`${cell} hidden font-medium sm:table-cell`}>
              {ops.audit.who}
            </th>
            <th scope="col" className={`${cell} hidden font-medium md:table-cell`}>
              {ops.audit.when}
            </th>
            <th scope="col" className={`${cell} font-medium`}>
              {ops.audit.outcome}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {replays.map((replay) => (
            <tr key={replay.replayId} className="relative hover:bg-sunken">
              <td className={`${cell} min-w-40`}>
                <Link
                  to="/ops/replays/$replayId"
                  params={{ replayId: replay.replayId }}
                  className="font-medium wrap-anywhere after:absolute after:inset-0"
                >
                  {ops.replay.title[replay.action]}: {replay.reason}
                </Link>
                <span className="mt-0.5 block text-xs break-all text-muted">
                  {describeWhich(replay, ops, speech)}
                </span>
              </td>
              <td className={`${cell} hidden break-all sm:table-cell`}>{replay.by}</td>
              <td className={`${cell} hidden whitespace-nowrap text-muted md:table-cell`}>
                <time dateTime={replay.startedAt}>{formatDateTime(replay.startedAt, locale)}</time>
              </td>
              <td className={cell}>
                <ReplayBadge replay={replay} />
                <span className="mt-1 block text-xs text-muted tabular-nums">
                  {replay.action === 'discard'
                    ? ops.audit.archived(replay.counts.discarded)
                    : ops.audit.counts(replay.counts.processed, replay.counts.returned)}
                </span>
                {replay.verdicts && !replay.verdict && isWorthTelling(replay.verdicts) && (
                  <span className="mt-0.5 block text-xs text-muted tabular-nums">
                    {ops.audit.verdicts(describeVerdicts(replay.verdicts, ops))}
                  </span>
                )}
                {replay.isPartial && (
                  <span className="mt-0.5 block text-xs text-warning">{ops.replay.partial}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
