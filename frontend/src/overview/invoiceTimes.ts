/** How long confirmed orders wait for their invoice. */
import type { HistoryEvent } from '../api/types.ts';

/** From the confirmation until the invoice was kept, in milliseconds. */
export function timeToInvoice(events: readonly HistoryEvent[]): number | undefined {
  const confirmed = events.find(({ type, status }) => type === 'status-changed' && status === 'CONFIRMED');
  if (confirmed?.documentKeptAt == null) return undefined;
  return Math.max(0, Date.parse(confirmed.documentKeptAt) - Date.parse(confirmed.at));
}

/** By nearest rank: the smallest of them that `percent` of all do not exceed. */
export function percentile(times: readonly number[], percent: number): number | undefined {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}
