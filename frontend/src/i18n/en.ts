/** The console in English: the catalogue that every other language has to match. */
import { draftWords } from './en/draft.ts';
import { importWords } from './en/import.ts';
import { inboxWords } from './en/inbox.ts';
import { ordersWords } from './en/orders.ts';
import { overviewWords } from './en/overview.ts';
import { shellWords } from './en/shell.ts';

export const en = {
  ...shellWords,
  ...ordersWords,
  ...draftWords,
  ...overviewWords,
  ...importWords,
  ...inboxWords,
};

export type Messages = typeof en;
