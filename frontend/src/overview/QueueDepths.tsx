import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useOrderApi } from '../api/client.ts';
import { overviewQuery } from '../api/deadLetters.ts';
import { useSpeech } from '../i18n/language.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import type { DeadLetterOverview } from '../ops/types.ts';
import { Card } from '../ui/Card.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';

/** A look takes messages for a moment, so it is not taken all the time. */
const REFRESH_MS = 30_000;

/** How much waits where, for those who may see dead letters. */
export function QueueDepths() {
  const { t } = useSpeech();
  const depths = useQuery({ ...overviewQuery(useOrderApi()), refetchInterval: REFRESH_MS });
  const waiting = (
    <Loading>
      <Skeleton className="h-40" />
    </Loading>
  );
  return (
    <Card
      id="depths"
      title={t.overview.depths}
      note={
        <Link to="/ops" className="inline-block py-1 font-medium text-accent hover:underline">
          {t.nav.ops}
        </Link>
      }
    >
      {depths.error && <Failure error={depths.error} retry={() => depths.refetch()} />}
      {depths.isPending && waiting}
      {depths.data && (
        <Suspense fallback={waiting}>
          <Depths overview={depths.data} />
        </Suspense>
      )}
    </Card>
  );
}

function Depths({ overview }: { overview: DeadLetterOverview }) {
  const { t } = useSpeech();
  const ops = useOpsWords();
  const queues = overview.queues.flatMap(({ name, waiting, inFlight }) => [
    { key: `${name} waiting`, label: t.overview.waiting, name, count: waiting, fill: 'fill-sky' },
    { key: `${name} in flight`, label: t.overview.inFlight, name, count: inFlight, fill: 'fill-indigo' },
  ]);
  const letters = overview.sources.map(({ source, name, approximateCount }) => ({
    key: name,
    label: ops.source[source],
    name,
    count: approximateCount,
    fill: 'fill-danger',
  }));
  const rows = [...queues, ...letters];
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <ul className="space-y-2">
      {rows.map(({ key, label, name, count, fill }) => (
        <li
          key={key}
          className="grid grid-cols-[minmax(8rem,24rem)_minmax(3rem,1fr)_2.5rem] items-center gap-3 text-sm"
        >
          <span className="min-w-0">
            {label} <span className="block truncate font-mono text-xs text-muted sm:break-all sm:whitespace-normal">
              {name}
            </span>
          </span>
          <svg aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none" className="h-2 w-full">
            <rect width="100" height="8" className="fill-sunken" />
            <rect width={(count / most) * 100} height="8" className={fill} />
          </svg>
          <span className="text-right tabular-nums">{count}</span>
        </li>
      ))}
    </ul>
  );
}
