/** Whether a look ended before all messages were seen, and not since it had found what it was for. */
import type { PlannedRequest } from './replayForm.ts';
import type { DeadLetters, ReplayPlan } from './types.ts';

/** A list that is full had no reason to look on. */
export function isPartialList({ complete, messages }: DeadLetters, limit: number): boolean {
  return !complete && messages.length < limit;
}

export type Seen = 'all' | 'enough' | 'some';

/** `enough`: there may be more, but no more were asked for. */
export function seenBy(plan: ReplayPlan, request: Pick<PlannedRequest, 'filter' | 'limit'>): Seen {
  const { filter, limit } = request;
  const ids = filter?.ids?.length ?? 0;
  if (plan.complete || (ids > 0 && plan.matched >= ids)) return 'all';
  return limit != null && plan.selected >= limit ? 'enough' : 'some';
}
