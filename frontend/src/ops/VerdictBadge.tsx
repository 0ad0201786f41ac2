import { useOpsWords } from '../i18n/opsWords.ts';
import { Badge } from '../ui/Badge.tsx';
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
  return <Badge dot={dot[verdict]}>{ops.verdict.name[verdict]}</Badge>;
}
