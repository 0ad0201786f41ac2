/** An import: the orders of a file, and what became of each. */
import { hex } from '../api/documents.ts';
import type { ParsedRow, Unreadable } from './parseOrders.ts';

export interface RowFault {
  /** A JSON pointer, or nothing if it concerns the whole. */
  readonly place: string;
  readonly why: string;
}

export type RowOutcome =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'placed'; readonly orderId: string }
  | { readonly kind: 'refused'; readonly faults: readonly RowFault[] }
  /** There was nothing to send. */
  | { readonly kind: 'unreadable'; readonly why: Unreadable };

export interface ImportRow {
  readonly number: number;
  readonly body: string;
  /** Made from the order itself: the same file again is not ordered again. */
  readonly key: string;
  readonly outcome: RowOutcome;
}

export interface ImportJob {
  readonly fileName: string;
  readonly rows: readonly ImportRow[];
}

export async function createJob(
  fileName: string,
  parsed: readonly ParsedRow[],
): Promise<ImportJob> {
  const seen = new Map<string, number>();
  const rows: ImportRow[] = [];
  for (const row of parsed) {
    const { number } = row;
    if ('unreadable' in row) {
      const outcome: RowOutcome = { kind: 'unreadable', why: row.unreadable };
      rows.push({ number, body: '', key: '', outcome });
      continue;
    }
    // Two orders of one file that say the same are two orders.
    const occurrence = (seen.get(row.body) ?? 0) + 1;
    seen.set(row.body, occurrence);
    const key = `import-${await digest(row.body)}-${occurrence}`;
    rows.push({ number, body: row.body, key, outcome: { kind: 'waiting' } });
  }
  return { fileName, rows };
}

export interface JobCount {
  readonly all: number;
  readonly placed: number;
  readonly refused: number;
  readonly waiting: number;
}

export function count({ rows }: ImportJob): JobCount {
  const of = (kind: RowOutcome['kind']) => rows.filter((row) => row.outcome.kind === kind).length;
  const refused = of('refused') + of('unreadable');
  return { all: rows.length, placed: of('placed'), refused, waiting: of('waiting') };
}

async function digest(text: string): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}
