import { useOpsWords } from '../i18n/opsWords.ts';
import { Badge } from '../ui/Badge.tsx';
import type { Replay, ReplayState } from './types.ts';

const dot = {
  preparing: 'bg-slate',
  canary: 'bg-warning',
  running: 'bg-sky',
  waiting: 'bg-indigo',
  done: 'bg-success',
  stopped: 'bg-danger',
  undone: 'bg-slate',
} satisfies Record<ReplayState, string>;

export function ReplayBadge({ replay }: { replay: Replay }) {
  const ops = useOpsWords();
  const { state, stoppedBecause } = replay;
  const words =
    state === 'stopped' && stoppedBecause
      ? ops.replay.stopped[stoppedBecause]
      : ops.replay.state[state];
  return <Badge dot={dot[state]}>{words}</Badge>;
}
