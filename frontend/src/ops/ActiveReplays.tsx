import { Link } from '@tanstack/react-router';
import { isMoving } from '../api/deadLetters.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { Card } from '../ui/Card.tsx';
import { ReplayBadge } from './ReplayBadge.tsx';
import { settled } from './progress.ts';
import type { Replay } from './types.ts';

/** What is under way, and what somebody has to decide on. */
export function ActiveReplays({ replays }: { replays: readonly Replay[] }) {
  const ops = useOpsWords();
  const active = replays.filter(({ state }) => isMoving[state] || state === 'stopped');
  if (active.length === 0) return null;
  return (
    <Card id="active-replays" title={ops.active}>
      <ul className="divide-y divide-line">
        {active.map((replay) => {
          const done = settled(replay.counts);
          return (
            <li key={replay.replayId} className="grid gap-x-4 gap-y-1.5 py-3 first:pt-0 last:pb-0 sm:grid-cols-[minmax(0,1fr)_auto]">
              <Link
                to="/ops/replays/$replayId"
                params={{ replayId: replay.replayId }}
                className="truncate text-sm font-medium hover:underline"
              >
                {ops.replay.title[replay.action]}: {replay.reason}
              </Link>
              <ReplayBadge replay={replay} />
              <progress
                aria-label={ops.replay.progress(done, replay.counts.selected)}
                value={done}
                max={Math.max(1, replay.counts.selected)}
                className="bar block h-1.5 w-full self-center"
              />
              <span className="text-xs text-muted tabular-nums">
                {ops.replay.progress(done, replay.counts.selected)}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
