import { useOpsWords } from '../i18n/opsWords.ts';
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
  return (
    <span className="inline-flex items-center gap-1.5 rounded-full border border-line bg-card px-2.5 py-0.5 text-xs font-medium whitespace-nowrap">
      <span aria-hidden="true" className={`size-2 rounded-full ${dot[state]}`} />
      {words}
    </span>
  );
}
