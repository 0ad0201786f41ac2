/** Dead letters in memory, with the promises of the API that the console relies on. */
import type { Fault } from '../api/types.ts';
import { isJsonObject, type JsonValue } from '../json/json.ts';
import { applyPatch } from '../json/mergePatch.ts';
import { parseJson } from '../json/parseJson.ts';
import type {
  DeadLetter,
  DeadLetterDetail,
  DeadLetterGroup,
  ReplayFilter,
  Source,
  Verdict,
} from '../ops/types.ts';
import { type FakeOrders, latestEvent, type StoredOrder } from './fakeOrders.ts';

export interface StoredLetter {
  readonly letter: DeadLetter;
  readonly payload: string;
}

export interface Cause {
  readonly code: string;
  readonly reason: string;
  readonly source?: Source;
  readonly at?: Date;
  readonly receiveCount?: number;
  /** What is broken in it. */
  readonly spoil?: (payload: string) => string;
}

// As long as CloudFormation makes them.
const queues = {
  'status-changes': 'orders-prod-service-PipelineStatusChangesDeadLetters0A1B2C3D-33DE9EC9B0DDD.fifo',
  'stream-failures': 'stream-failures',
  subscription: 'order-notifications-dlq',
} satisfies Record<Source, string>;

export class FakeDeadLetters {
  readonly stored = new Map<string, StoredLetter>();
  /** Versions of orders that went through, as `<order id>.<version>`. */
  readonly processed = new Set<string>();
  /** How many messages one look takes. */
  look = 10_000;
  readonly #orders: FakeOrders;
  #parked = 0;

  constructor(orders: FakeOrders) {
    this.#orders = orders;
  }

  /** Puts the latest change of an order here. */
  park(stored: StoredOrder, cause: Cause): StoredLetter {
    const { orderId, version, status } = stored.order;
    const eventId = `${orderId}.${version}`;
    const payload = latestEvent(stored);
    const { source = 'status-changes', at = new Date(), receiveCount = 1, spoil } = cause;
    return this.put({
      id: this.#nextId(),
      source,
      queue: queues[source],
      code: cause.code,
      reason: cause.reason,
      parkedBy: source === 'stream-failures' ? 'stream-consumer' : 'pdf-worker',
      ...{ orderId, version, status, eventId },
      sentAt: at.toISOString(),
      receiveCount,
    }, spoil ? spoil(payload) : payload);
  }

  put(letter: DeadLetter, payload: string): StoredLetter {
    const stored = { letter, payload };
    this.stored.set(letter.id, stored);
    return stored;
  }

  matching(filter: ReplayFilter): StoredLetter[] {
    return [...this.stored.values()].filter((stored) => matches(stored, filter));
  }

  /** Those of one look that match. */
  lookedAt(filter: ReplayFilter): StoredLetter[] {
    return [...this.stored.values()].slice(0, this.look).filter((stored) => matches(stored, filter));
  }

  groups(): DeadLetterGroup[] {
    const groups = new Map<string, DeadLetter[]>();
    for (const { letter } of this.lookedAt({})) {
      const key = JSON.stringify([letter.source, letter.code, letter.reason]);
      groups.set(key, [...(groups.get(key) ?? []), letter]);
    }
    return [...groups.values()]
      .flatMap((letters) => {
        const times = letters.map(({ sentAt }) => sentAt).sort();
        const [[first], oldest, newest] = [letters, times[0], times.at(-1)];
        if (!first || !oldest || !newest) return [];
        const { source, code, reason, id } = first;
        return [{ source, code, reason, count: letters.length, oldest, newest, sample: id }];
      })
      .sort((a, b) => b.count - a.count);
  }

  detail({ letter, payload }: StoredLetter): DeadLetterDetail {
    const order = this.#orders.stored.get(letter.orderId ?? '')?.order;
    const processedVersions = [...this.processed]
      .filter((key) => key.startsWith(`${letter.orderId}.`))
      .map((key) => Number(key.split('.')[1]));
    return {
      ...letter,
      payload,
      attributes: {
        errorCode: letter.code,
        errorReason: letter.reason,
        parkedBy: letter.parkedBy ?? '',
        MessageGroupId: letter.orderId ?? letter.id,
      },
      order: order ? { version: order.version, status: order.status } : null,
      processedVersions,
      verdict: this.verdict({ letter, payload }),
    };
  }

  verdict({ letter, payload }: StoredLetter): Verdict {
    if (letter.source === 'subscription') {
      const detail = 'publishing it again would tell the others twice';
      return { kind: 'not-replayable', detail, errors: [] };
    }
    const errors = schemaFaults(payload);
    const order = this.#orders.stored.get(letter.orderId ?? '')?.order;
    const version = letter.version ?? 0;
    if (errors.length > 0) {
      return { kind: 'invalid', detail: 'the payload does not match its schema', errors };
    }
    if (!order) return { kind: 'unknown-order', detail: 'there is no such order', errors };
    if (this.processed.has(letter.eventId ?? '')) {
      return { kind: 'already-done', detail: `version ${version} has its marker`, errors };
    }
    if (order.version > version) {
      const detail = `the order is at version ${order.version}`;
      return { kind: 'superseded', detail, supersededBy: order.version, errors };
    }
    return { kind: 'replayable', detail: `version ${version} was not processed yet`, errors };
  }

  #nextId(): string {
    this.#parked += 1;
    return `5f0c7d1e-0000-4000-8000-${String(this.#parked).padStart(12, '0')}`;
  }
}

/** The faults that tests ask for; the real API knows the whole schema. */
export function schemaFaults(payload: string): Fault[] {
  const parsed = parseJson(payload);
  if (parsed.kind === 'fault') return [{ pointer: '', detail: 'expected JSON' }];
  const at = (pointer: string) => valueAt(parsed.value, pointer);
  const faults: Fault[] = [];
  const check = (pointer: string, ok: boolean, detail: string) => {
    if (!ok) faults.push({ pointer, detail });
  };
  check('/type', at('/type') === 'order-status-changed.v1', 'does not satisfy `const`');
  check('/order/buyer/name', typeof at('/order/buyer/name') === 'string', 'this field is required');
  const currency = at('/order/currency');
  const isCode = typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
  check('/order/currency', isCode, 'expected text like ^[A-Z]{3}$');
  return faults;
}

export function patched(payload: string, patch: unknown): string {
  const parsed = parseJson(payload);
  const wanted = parseJson(JSON.stringify(patch ?? null));
  if (parsed.kind === 'fault' || wanted.kind === 'fault' || wanted.value === null) return payload;
  return JSON.stringify(applyPatch(parsed.value, wanted.value));
}

function valueAt(value: JsonValue, pointer: string): JsonValue | undefined {
  return pointer
    .split('/')
    .slice(1)
    .reduce<JsonValue | undefined>(
      (part, key) => (Array.isArray(part) ? part[Number(key)] : isJsonObject(part) ? part[key] : undefined),
      value,
    );
}

function matches({ letter, payload }: StoredLetter, filter: ReplayFilter): boolean {
  const ageSeconds = (Date.now() - Date.parse(letter.sentAt)) / 1_000;
  const parsed = parseJson(payload);
  return (
    (!filter.ids || filter.ids.includes(letter.id)) &&
    (!filter.source || filter.source === letter.source) &&
    (!filter.code || filter.code === letter.code) &&
    (!filter.orderId || filter.orderId === letter.orderId) &&
    (!filter.status || filter.status === letter.status) &&
    ageSeconds >= (filter.olderThanSeconds ?? 0) &&
    ageSeconds <= (filter.newerThanSeconds ?? Number.POSITIVE_INFINITY) &&
    letter.receiveCount >= (filter.minReceiveCount ?? 0) &&
    (filter.where ?? []).every(
      ({ pointer, value }) =>
        parsed.kind === 'parsed' && String(valueAt(parsed.value, pointer)) === value,
    )
  );
}
