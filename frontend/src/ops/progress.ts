/** How far a replay is, and what can be done with it then. */
import type { ReplayStep } from '../api/deadLetters.ts';
import type { Replay, ReplayAction, ReplayState } from './types.ts';

/** Messages that have their outcome. */
export function settled(counts: Replay['counts']): number {
  const { processed, returned, discarded, missing, undone } = counts;
  return processed + returned + discarded + missing + undone;
}

/** The states in which each step makes sense. */
const states = {
  stop: {
    replay: ['preparing', 'canary', 'running', 'waiting'],
    discard: ['preparing', 'canary', 'running', 'waiting'],
  },
  resume: { replay: ['stopped'], discard: ['stopped'] },
  undo: { replay: ['stopped'], discard: ['stopped', 'done'] },
} satisfies Record<ReplayStep, Record<ReplayAction, readonly ReplayState[]>>;

const STEPS: readonly ReplayStep[] = ['stop', 'resume', 'undo'];

export function possibleSteps(replay: Replay): ReplayStep[] {
  const { action, state, counts } = replay;
  return STEPS.filter((step) => {
    const allowed: readonly ReplayState[] = states[step][action];
    // What went through cannot be taken back. Before all are collected, none counts as selected.
    const isSomethingLeft =
      counts.selected === 0 ? step !== 'undo' : counts.selected > counts.processed + counts.returned;
    return allowed.includes(state) && isSomethingLeft;
  });
}
