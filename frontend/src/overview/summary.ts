/** What the latest orders say, taken together. */
import type { ListedOrder, OrderStatus } from '../api/types.ts';
import { STATUSES } from '../ui/StatusBadge.tsx';

const MINUTE_MS = 60_000;
export const MINUTES = 60;

export interface Summary {
  /** Orders placed in each of the last 60 minutes, oldest first. */
  readonly perMinute: readonly number[];
  readonly placedInTheHour: number;
  readonly byStatus: readonly { readonly status: OrderStatus; readonly count: number }[];
  readonly invoiced: number;
  /**
   * What was ordered within the hour, the most frequent currency first: amounts of different ones
   * never add up.
   */
  readonly gross: readonly { readonly currency: string; readonly minor: bigint }[];
}

export function summarise(orders: readonly ListedOrder[], now: number): Summary {
  const perMinute = new Array<number>(MINUTES).fill(0);
  const gross = new Map<string, { count: number; minor: bigint }>();
  for (const order of orders) {
    const minutesAgo = Math.max(0, Math.floor((now - Date.parse(order.createdAt)) / MINUTE_MS));
    if (minutesAgo >= MINUTES) continue;
    const slot = MINUTES - 1 - minutesAgo;
    perMinute[slot] = (perMinute[slot] ?? 0) + 1;
    const { count, minor } = gross.get(order.currency) ?? { count: 0, minor: 0n };
    gross.set(order.currency, { count: count + 1, minor: minor + BigInt(order.grossMinor) });
  }
  return {
    perMinute,
    placedInTheHour: perMinute.reduce((sum, count) => sum + count, 0),
    byStatus: STATUSES.map((status) => ({
      status,
      count: orders.filter((order) => order.status === status).length,
    })),
    invoiced: orders.filter((order) => order.invoiceNumber != null).length,
    gross: [...gross]
      .sort(([, a], [, b]) => b.count - a.count)
      .map(([currency, { minor }]) => ({ currency, minor })),
  };
}
