import type { Page } from 'playwright-core';

/** What the steps share: one person in one browser. */
export interface Visit {
  readonly page: Page;
  readonly consoleUrl: string;
  readonly subject: string;
  /** What the browser has complained about since the last step. */
  readonly complaints: string[];
  /** Of the order that the customer places. */
  orderUrl?: string;
  invoiceNumber?: string;
  /** Of the dead letter that the operator replays, and of the replay. */
  messageUrl?: string;
  replayUrl?: string;
}

export type Step = (visit: Visit) => Promise<void>;

export function expectEqual(found: unknown, expected: unknown, what: string): void {
  if (found !== expected) throw new Error(`${what}: expected ${expected}, found ${found}`);
}
