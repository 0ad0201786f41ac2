import { useOpsWords } from '../i18n/opsWords.ts';
import type { VerdictKind } from './types.ts';

const dot = {
  replayable: 'bg-success',
  'already-done': 'bg-sky',
  superseded: 'bg-warning',
  invalid: 'bg-danger',
  'unknown-order': 'bg-slate',
  'not-replayable': 'bg-indigo',
} satisfies Record<VerdictKind, string>;

export function VerdictBadge({ verdict }: { verdict: VerdictKind }) {
  const ops = useOpsWords();
  return (
    <span className="inline-flex items-center gap-1.5 rounded-full border border-line bg-card px-2.5 py-0.5 text-xs font-medium whitespace-nowrap">
      <span aria-hidden="true" className={`size-2 rounded-full ${dot[verdict]}`} />
      {ops.verdict.name[verdict]}
    </span>
  );
}
