/** Places the waiting orders of an import, a few at a time, until all have an outcome. */
import type { OrderApi } from '../api/client.ts';
import { isPassing, Refused } from '../api/failure.ts';
import { placeOrder } from '../api/orders.ts';
import type { OrderRequest } from '../api/types.ts';
import type { ImportRow, RowFault, RowOutcome } from './job.ts';

const AT_ONCE = 4;
const LONGEST_WAIT_MS = 15_000;

export interface ImportRun {
  readonly api: OrderApi;
  readonly rows: readonly ImportRow[];
  readonly signal: AbortSignal;
  readonly onOutcome: (index: number, outcome: RowOutcome) => void;
  /** Whether the API has to be waited for. */
  readonly onSlow: (isSlow: boolean) => void;
}

/** Resolves when nothing is waiting any more, or the run was stopped. */
export async function runImport(run: ImportRun): Promise<void> {
  const waiting = [...run.rows.entries()]
    .filter(([, row]) => row.outcome.kind === 'waiting')
    .values();
  const work = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) {
      const [index, row] = next.value;
      const outcome = await placeRow(run, row);
      if (outcome === undefined) return;
      run.onOutcome(index, outcome);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Undefined if the run was stopped first; then the row is still waiting, and its key is the same. */
async function placeRow(run: ImportRun, row: ImportRow): Promise<RowOutcome | undefined> {
  const request: OrderRequest = JSON.parse(row.body);
  for (let attempt = 0; !run.signal.aborted; attempt += 1) {
    try {
      const { orderId } = await placeOrder(run.api, request, row.key);
      run.onSlow(false);
      return { kind: 'placed', orderId };
    } catch (error) {
      if (!isWorthWaiting(error)) return { kind: 'refused', faults: faultsOf(error) };
      run.onSlow(true);
      await wait(waitMs(error, attempt), run.signal);
    }
  }
  return undefined;
}

/** Without a valid token nothing is wrong with the order. */
function isWorthWaiting(error: unknown): boolean {
  return isPassing(error) || (error instanceof Refused && [401, 409].includes(error.status));
}

function waitMs(error: unknown, attempt: number): number {
  const asked = error instanceof Refused ? error.retryAfterMs : undefined;
  return asked ?? Math.min(LONGEST_WAIT_MS, 500 * 2 ** attempt);
}

function faultsOf(error: unknown): RowFault[] {
  if (!(error instanceof Refused)) return [{ place: '', why: String(error) }];
  if (error.faults.length > 0) {
    return error.faults.map(({ pointer, parameter, detail }) => ({
      place: pointer ?? parameter ?? '',
      why: detail,
    }));
  }
  return [{ place: '', why: error.problem?.detail ?? error.message }];
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
