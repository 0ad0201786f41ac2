/** What operators read, in English. */
import { deadLettersWords } from './en/deadLetters.ts';
import { mendingWords } from './en/mending.ts';
import { replaysWords } from './en/replays.ts';

export const opsEn = {
  ...deadLettersWords,
  ...mendingWords,
  ...replaysWords,
};

export type OpsMessages = typeof opsEn;
