/** The verdicts on dead letters, and which way on is the first to think of for each. */
import type { VerdictKind } from './types.ts';

export type WayOn = 'replay' | 'edit' | 'discard';

export const wayOn = {
  replayable: 'replay',
  'already-done': 'discard',
  superseded: 'discard',
  invalid: 'edit',
  'unknown-order': 'discard',
  'not-replayable': 'discard',
} satisfies Record<VerdictKind, WayOn>;

export const VERDICTS: readonly VerdictKind[] = [
  'replayable',
  'already-done',
  'superseded',
  'invalid',
  'unknown-order',
  'not-replayable',
];
