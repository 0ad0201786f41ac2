import { expect, test } from 'vitest';
import type { HistoryEvent } from '../api/types.ts';
import { percentile, timeToInvoice } from './invoiceTimes.ts';

test.each([
  [[], 50, undefined],
  [[7], 99, 7],
  [[3, 1, 2], 50, 2],
  [[4, 1, 2, 3], 50, 2],
  [Array.from({ length: 100 }, (_, index) => index + 1), 99, 99],
  [Array.from({ length: 20 }, (_, index) => index + 1), 99, 20],
])('of %j, p%i is %j', (times, percent, expected) => {
  expect(percentile(times, percent)).toBe(expected);
});

test('the time to an invoice is that of the confirmation', () => {
  const event = (more: Partial<HistoryEvent>): HistoryEvent => ({
    eventId: 'o.1',
    version: 1,
    type: 'status-changed',
    status: 'CONFIRMED',
    at: '2026-11-24T12:00:00.000Z',
    by: 'ada',
    ...more,
  });
  const kept = { documentKeptAt: '2026-11-24T12:00:01.250Z' };
  expect(timeToInvoice([event({ status: 'PAID', ...kept })])).toBeUndefined();
  expect(timeToInvoice([event({})])).toBeUndefined();
  expect(timeToInvoice([event({ type: 'placed', status: 'PENDING' }), event(kept)])).toBe(1_250);
});
