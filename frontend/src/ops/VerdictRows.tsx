import { Link } from '@tanstack/react-router';
import { useOpsWords } from '../i18n/opsWords.ts';
import type { ReplaySearch } from './search.ts';
import type { VerdictKind } from './types.ts';
import { AtLeast } from './AtLeast.tsx';
import { wayOn } from './verdicts.ts';

export interface VerdictCount {
  readonly verdict: VerdictKind;
  readonly count: number;
  /** The id of one of them, where it is known. */
  readonly sample?: string;
}

type Which = Omit<ReplaySearch, 'action' | 'verdict'>;

const link = 'py-1 text-accent underline';

/** How many messages have which verdict, and the way on for all that have it. */
export function VerdictRows(props: {
  readonly counts: readonly VerdictCount[];
  /** Whether there may be more than were judged. */
  readonly isPartial: boolean;
  /** Which messages were judged. */
  readonly which: Which;
}) {
  const ops = useOpsWords();
  const { counts, isPartial, which } = props;
  return (
    <ul className="divide-y divide-line text-sm">
      {counts.map(({ verdict, count, sample }) => {
        const action = wayOn[verdict];
        return (
          <li key={verdict} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-1.5">
            <span className="min-w-6 font-semibold tabular-nums">
              {isPartial && <AtLeast />}
              {count}
            </span>
            <Verdict verdict={verdict} which={which} />
            <span className="min-w-0 grow basis-64 text-muted">{ops.verdict.advice[verdict]}</span>
            {sample !== undefined && (
              <Link
                to="/ops/messages/$messageId"
                params={{ messageId: sample }}
                className={`${link} font-mono text-xs`}
              >
                {sample.slice(-12)}
              </Link>
            )}
            {action !== 'edit' && (
              <Link to="/ops/replays/new" search={{ ...which, action, verdict }} className={link}>
                {ops.verdict[action]}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Leads to the messages that have it, unless they were chosen one by one. */
function Verdict({ verdict, which }: { verdict: VerdictKind; which: Which }) {
  const ops = useOpsWords();
  const words = ops.verdict.name[verdict];
  const { ids, ...filters } = which;
  if (ids !== undefined) return <span className="min-w-32 font-medium">{words}</span>;
  return (
    <Link
      to="/ops/messages"
      search={{ ...filters, verdict }}
      className="min-w-32 py-1 font-medium underline decoration-line hover:decoration-current"
    >
      {words}
    </Link>
  );
}
