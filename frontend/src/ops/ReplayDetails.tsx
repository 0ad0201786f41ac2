import { formatExactTime } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { Card } from '../ui/Card.tsx';
import { describeWhich } from './describeFilter.ts';
import { describeVerdicts } from './describeVerdicts.ts';
import { Facts } from './Facts.tsx';
import type { Replay } from './types.ts';

/** What was asked for, by whom and why. */
export function ReplayDetails({ replay }: { replay: Replay }) {
  const speech = useSpeech();
  const ops = useOpsWords();
  const { locale } = speech;
  const { action, canary, finishedAt, patch } = replay;
  const isReplay = action === 'replay';
  return (
    <Card id="details" title={ops.replay.details}>
      <Facts
        rows={[
          [ops.replay.reason, replay.reason],
          [ops.replay.by, replay.by],
          [ops.replay.which, describeWhich(replay, ops, speech)],
          [
            ops.replay.verdicts,
            replay.verdicts?.length ? describeVerdicts(replay.verdicts, ops) : undefined,
          ],
          [ops.replay.startedAt, formatExactTime(replay.startedAt, locale)],
          [ops.replay.finishedAt, finishedAt && formatExactTime(finishedAt, locale)],
          [ops.replay.rate, ops.replay.perSecond(String(replay.rate))],
          [ops.replay.canary, isReplay ? canary : undefined],
          [ops.replay.breaker, isReplay ? `${replay.breakerPercent} %` : undefined],
          [ops.replay.force, isReplay ? (replay.force ? ops.replay.yes : ops.replay.no) : undefined],
          [
            ops.replay.patch,
            patch == null ? undefined : (
              <pre className="overflow-x-auto rounded-lg bg-sunken p-3 font-mono text-xs" tabIndex={0}>
                {JSON.stringify(patch, null, 2)}
              </pre>
            ),
          ],
        ]}
      />
    </Card>
  );
}
