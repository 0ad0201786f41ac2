import { expect, test } from 'vitest';
import type { ListedOrder } from '../api/types.ts';
import { summarise } from './summary.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');

function order(minutesAgo: number, more: Partial<ListedOrder> = {}): ListedOrder {
  const createdAt = new Date(NOW - minutesAgo * 60_000).toISOString();
  return {
    orderId: `01a20df5-0736-7000-8000-00000000000${minutesAgo % 10}`,
    version: 1,
    status: 'PENDING',
    createdAt,
    updatedAt: createdAt,
    buyerName: 'Ada',
    currency: 'EUR',
    grossMinor: 100,
    nextStatuses: [],
    ...more,
  };
}

test('adds up the last hour, each currency by itself', () => {
  const summary = summarise(
    [
      order(0, { currency: 'JPY', grossMinor: 500 }),
      order(0.5),
      order(1, { status: 'CONFIRMED', invoiceNumber: 'INV-2026-000001' }),
      order(59.9),
      order(60, { currency: 'USD' }),
    ],
    NOW,
  );
  expect(summary.perMinute).toHaveLength(60);
  expect(summary.perMinute.slice(-2)).toEqual([1, 2]);
  expect(summary.perMinute[0]).toBe(1);
  expect(summary.placedInTheHour).toBe(4);
  expect(summary.invoiced).toBe(1);
  expect(summary.byStatus.find(({ status }) => status === 'PENDING')?.count).toBe(4);
  expect(summary.gross).toEqual([
    { currency: 'EUR', minor: 300n },
    { currency: 'JPY', minor: 500n },
  ]);
});

test('a clock that is a little behind loses no order', () => {
  expect(summarise([order(-1)], NOW).placedInTheHour).toBe(1);
});
