/** How far a replay is, and what can be done with it then. */
import type { ReplayStep } from '../api/deadLetters.ts';
import type { Replay, ReplayAction, ReplayState } from './types.ts';

/** Messages that have their outcome. */
export function settled({ processed, returned, discarded }: Replay['counts']): number {
  return processed + returned + discarded;
}

/** The states in which each step makes sense. */
const states = {
  stop: { replay: ['preparing', 'canary', 'running'], discard: ['preparing', 'running'] },
  resume: { replay: ['stopped'], discard: ['stopped'] },
  undo: { replay: ['stopped', 'waiting'], discard: ['stopped', 'done'] },
} satisfies Record<ReplayStep, Record<ReplayAction, readonly ReplayState[]>>;

const STEPS: readonly ReplayStep[] = ['stop', 'resume', 'undo'];

export function possibleSteps(replay: Replay): ReplayStep[] {
  const { action, state, counts } = replay;
  return STEPS.filter((step) => {
    const allowed: readonly ReplayState[] = states[step][action];
    // What went through cannot be taken back.
    const isSomethingLeft = counts.selected > counts.processed + counts.returned;
    return allowed.includes(state) && isSomethingLeft;
  });
}
