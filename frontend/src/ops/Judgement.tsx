import { useMutation } from '@tanstack/react-query';
import { useOrderApi } from '../api/client.ts';
import { planReplay } from '../api/deadLetters.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Notice } from '../ui/Notice.tsx';
import { seenBy } from './partial.ts';
import { type ReplaySearch, toFilter } from './search.ts';
import type { ReplayPlan } from './types.ts';
import { type VerdictCount, VerdictRows } from './VerdictRows.tsx';

/** A dry run takes a reason too, and nothing of it is kept. */
const REASON = 'dry run for the verdicts';

/**
 * How many of all the messages have which verdict, also of those that the list does not show. That
 * takes a look at each one's order, so it is asked for, and told by a dry run.
 */
export function Judgement({ which }: { which: Omit<ReplaySearch, 'action' | 'verdict'> }) {
  const ops = useOpsWords();
  const api = useOrderApi();
  const filter = toFilter(which);
  const judging = useMutation({
    mutationFn: () =>
      planReplay(api, { action: 'replay', filter, reason: REASON }),
  });
  const plan = judging.data;
  const counts = plan && countsOf(plan);
  const isPartial = plan !== undefined && seenBy(plan, { filter }) === 'some';
  return (
    <Card
      id="judgement"
      title={ops.verdict.count}
      note={
        <Button disabled={judging.isPending} onClick={() => judging.mutate()}>
          {judging.isPending ? ops.verdict.judging : ops.verdict.judge}
        </Button>
      }
    >
      <div className="space-y-3" aria-live="polite">
        {judging.error && <Failure error={judging.error} />}
        {plan && isPartial && (
          <Notice tone="warning" title={ops.partialShort(plan.scanned)} />
        )}
        {counts === undefined && <p className="text-sm text-muted">{ops.verdict.countHint}</p>}
        {counts?.length === 0 && <p className="text-sm text-muted">{ops.verdict.none}</p>}
        {counts && counts.length > 0 && <VerdictRows {...{ counts, isPartial, which }} />}
      </div>
    </Card>
  );
}

/** Without force, what would go is what can be replayed. */
function countsOf({ selected, refused }: ReplayPlan): VerdictCount[] {
  const replayable: VerdictCount = { verdict: 'replayable', count: selected };
  return [...(selected > 0 ? [replayable] : []), ...refused];
}
