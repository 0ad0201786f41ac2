import { type ReactNode, useEffect, useRef, useState } from 'react';
import { isMoving } from '../api/deadLetters.ts';
import { formatExactTime } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { Card } from '../ui/Card.tsx';
import { Figure } from '../ui/Figure.tsx';
import { Notice } from '../ui/Notice.tsx';
import { settled } from './progress.ts';
import type { Replay, Runner } from './types.ts';

/** How far the replay is, and how fast it goes. */
export function ReplayProgress(props: {
  readonly replay: Replay;
  /** When this was so, in milliseconds since 1970. */
  readonly seenAt: number;
  readonly children: ReactNode;
}) {
  const { locale } = useSpeech();
  const ops = useOpsWords();
  const { replay, seenAt, children } = props;
  const { counts, action, state } = replay;
  const done = settled(counts);
  const gone = action === 'discard' ? counts.discarded : counts.selected - counts.waiting;
  const speed = useSpeed(gone, seenAt);
  const rate = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(speed ?? 0);
  return (
    <Card
      id="progress"
      title={replay.reason}
      note={
        <span className="tabular-nums">
          {isMoving[state] && speed !== undefined && ops.replay.perSecond(rate)}
        </span>
      }
    >
      <div className="flex flex-col gap-5">
        <progress
          aria-labelledby="progress"
          value={done}
          max={Math.max(1, counts.selected)}
          className="bar block h-2 w-full"
        />
        <p role="status" className="text-sm text-muted tabular-nums">
          {ops.replay.progress(done, counts.selected)}
        </p>
        <dl className="grid grid-cols-2 gap-4 sm:grid-cols-5">
          <Figure term={ops.replay.selected}>{counts.selected}</Figure>
          <Figure term={ops.replay.waiting}>{counts.waiting}</Figure>
          {action === 'replay' ? (
            <>
              <Figure term={ops.replay.sent}>{counts.sent}</Figure>
              <Figure term={ops.replay.processed} tone="text-success">
                {counts.processed}
              </Figure>
              <Figure term={ops.replay.returned} tone="text-danger">
                {counts.returned}
              </Figure>
            </>
          ) : (
            <Figure term={ops.replay.discarded}>{counts.discarded}</Figure>
          )}
          {counts.missing > 0 && <Figure term={ops.replay.missing}>{counts.missing}</Figure>}
          {counts.undone > 0 && <Figure term={ops.replay.undone}>{counts.undone}</Figure>}
        </dl>
        {isMoving[state] && <AtIt runner={replay.runner ?? undefined} />}
        {replay.isPartial && (
          <Notice tone="warning" title={ops.replay.partial}>
            {ops.replay.partialDetail}
          </Notice>
        )}
        {children}
      </div>
    </Card>
  );
}

/** Who carries it out. Between two turns nobody does for a moment. */
function AtIt({ runner }: { runner: Runner | undefined }) {
  const { locale } = useSpeech();
  const ops = useOpsWords();
  return (
    <p className="text-sm wrap-anywhere text-muted">
      {runner === undefined
        ? ops.replay.nobody
        : ops.replay.runner(runner.name, formatExactTime(runner.seenAt, locale))}
    </p>
  );
}

/** How many a second went out while this page looked. */
function useSpeed(gone: number, seenAt: number): number | undefined {
  const first = useRef({ gone, seenAt });
  const [speed, setSpeed] = useState<number>();
  useEffect(() => {
    const seconds = (seenAt - first.current.seenAt) / 1_000;
    if (seconds >= 1) setSpeed(Math.max(0, gone - first.current.gone) / seconds);
  }, [gone, seenAt]);
  return speed;
}
