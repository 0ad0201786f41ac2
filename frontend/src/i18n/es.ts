/** The console in Spanish. */
import type { Messages } from './en.ts';
import { draftWords } from './es/draft.ts';
import { importWords } from './es/import.ts';
import { inboxWords } from './es/inbox.ts';
import { ordersWords } from './es/orders.ts';
import { overviewWords } from './es/overview.ts';
import { shellWords } from './es/shell.ts';

export const es: Messages = {
  ...shellWords,
  ...ordersWords,
  ...draftWords,
  ...overviewWords,
  ...importWords,
  ...inboxWords,
};
