/** What operators read, in Spanish. */
import { deadLettersWords } from './es/deadLetters.ts';
import { mendingWords } from './es/mending.ts';
import { replaysWords } from './es/replays.ts';
import type { OpsMessages } from './opsEn.ts';

export const opsEs: OpsMessages = {
  ...deadLettersWords,
  ...mendingWords,
  ...replaysWords,
};
