/** The order API as handlers of MSW; paths, parameters and answers are typed by its description. */
import type { RequestHandler } from 'msw';
import { createOpenApiHttp } from 'openapi-msw';
import type { paths } from '../api/schema.d.ts';
import type { HistoryEvent, OrderRequest, OrderStatus } from '../api/types.ts';
import { requestOf } from '../draft/fromOrder.ts';
import { applyPatch } from '../json/mergePatch.ts';
import { type Claims, readClaims } from '../session/claims.ts';
import { FakeDeadLetters } from './fakeDeadLetters.ts';
import { type Draw, fakeDocuments } from './fakeDocuments.ts';
import { fakeOps } from './fakeOps.ts';
import { FakeOrders, listed, nextFor, representation, type StoredOrder } from './fakeOrders.ts';
import { FakeReplays } from './fakeReplays.ts';
import { invalidBody, noSuchOrder, preconditionFailed, problem } from './problems.ts';
import { requestFaults } from './requestFaults.ts';

const PROBLEM = { 'Content-Type': 'application/problem+json' };
const nobody: Claims = { subject: '', scopes: new Set() };

export interface FakeApi {
  readonly orders: FakeOrders;
  readonly deadLetters: FakeDeadLetters;
  readonly replays: FakeReplays;
  readonly handlers: RequestHandler[];
}

export interface FakeApiOptions {
  readonly baseUrl: string;
  /** How long after a change its document is there. */
  readonly documentsAfterMs?: number;
  /** How long it took until the document of a change was kept. */
  readonly keptAfterMs?: (event: HistoryEvent) => number;
  readonly draw?: Draw;
}

export function fakeApi(options: FakeApiOptions): FakeApi {
  const { baseUrl, documentsAfterMs = 0, keptAfterMs = () => 1_200, draw } = options;
  const orders = new FakeOrders();
  const deadLetters = new FakeDeadLetters(orders);
  const replays = new FakeReplays(deadLetters);
  const http = createOpenApiHttp<paths>({ baseUrl });

  const list = http.get('/orders', ({ request, query, response }) => {
    const caller = callerOf(request);
    const [status, from, to] = [query.get('status'), query.get('from'), query.get('to')];
    const limit = Number(query.get('limit') ?? 20);
    const start = Number(query.get('cursor') ?? 0);
    const matching = orders
      .all(caller)
      .filter(({ order }) => !status || order.status === status)
      .filter(({ order }) => !from || order.createdAt >= from)
      .filter(({ order }) => !to || order.createdAt <= to);
    if (query.get('sort') === 'oldest') matching.reverse();
    const page = matching.slice(start, start + limit);
    return response(200).json({
      orders: page.map((stored) => listed(stored, caller)),
      ...(start + limit < matching.length && { nextCursor: String(start + limit) }),
    });
  });

  const place = http.post('/orders', async ({ request, response }) => {
    const caller = callerOf(request);
    const key = request.headers.get('Idempotency-Key');
    const text = await request.clone().text();
    const body = await request.json();
    const known = key && orders.remembered.get(`${caller.subject} ${key}`);
    if (known && known.body !== text) {
      const title = 'The idempotency key is in use';
      const detail = 'the key belongs to another request of yours: take a new one';
      return response(422).json(problem(422, 'idempotency-key-reused', title, detail), {
        headers: PROBLEM,
      });
    }
    const stored = known ? orders.stored.get(known.orderId) : undefined;
    const errors = requestFaults(body);
    const placed = stored ?? (errors.length === 0 && orders.place(body, caller.subject));
    if (!placed) return response(422).json(invalidBody(errors), { headers: PROBLEM });
    const { orderId } = placed.order;
    if (key) orders.remembered.set(`${caller.subject} ${key}`, { body: text, orderId });
    return response(201).json(representation(placed, caller), {
      headers: stored ? { 'Idempotent-Replayed': 'true' } : {},
    });
  });

  const get = http.get('/orders/{orderId}', ({ request, params, response }) => {
    const caller = callerOf(request);
    const stored = orders.seen(params.orderId, caller);
    if (!stored) return response(404).json(noSuchOrder, { headers: PROBLEM });
    return response(200).json(representation(stored, caller), {
      headers: { ETag: `"${stored.order.version}"` },
    });
  });

  const amend = http.patch('/orders/{orderId}', async ({ request, params, response }) => {
    const caller = callerOf(request);
    const stored = orders.seen(params.orderId, caller);
    if (!stored) return response(404).json(noSuchOrder, { headers: PROBLEM });
    const { version, status } = stored.order;
    if (request.headers.get('If-Match') !== `"${version}"`) {
      return response(412).json(preconditionFailed(version), { headers: PROBLEM });
    }
    if (status !== 'PENDING') {
      const detail = `the order is ${status}`;
      return response(409).json(problem(409, 'not-pending', 'The order is not pending', detail), {
        headers: PROBLEM,
      });
    }
    const before = JSON.parse(JSON.stringify(requestOf(representation(stored, caller))));
    const patch = await request.json();
    const wanted: OrderRequest = JSON.parse(JSON.stringify(applyPatch(before, patch)));
    const errors = requestFaults(wanted);
    if (errors.length > 0 || !orders.amend(stored, wanted, caller.subject)) {
      return response(422).json(invalidBody(errors), { headers: PROBLEM });
    }
    return response(200).json(representation(stored, caller));
  });

  const history = http.get('/orders/{orderId}/events', ({ request, params, response }) => {
    const stored = orders.seen(params.orderId, callerOf(request));
    if (!stored) return response(404).json(noSuchOrder, { headers: PROBLEM });
    return response(200).json({
      events: stored.events.map((event) =>
        Date.now() < Date.parse(event.at) + documentsAfterMs
          ? event
          : withHops(stored, event, keptAfterMs(event)),
      ),
    });
  });

  const move = http.post(
    '/orders/{orderId}/transitions',
    async ({ request, params, response }) => {
      const caller = callerOf(request);
      const stored = orders.seen(params.orderId, caller);
      if (!stored) return response(404).json(noSuchOrder, { headers: PROBLEM });
      const { to, reason } = await request.json();
      const { status, version } = stored.order;
      const expected = request.headers.get('If-Match');
      if (expected !== null && expected !== `"${version}"`) {
        return response(412).json(preconditionFailed(version), { headers: PROBLEM });
      }
      const allowed: OrderStatus[] = nextFor(status, caller);
      if (!allowed.includes(to)) {
        const title = "The order can't go there";
        const detail = `from ${status} it can't become ${to}`;
        return response(409).json(problem(409, 'transition-refused', title, detail, { allowed }), {
          headers: PROBLEM,
        });
      }
      orders.move(stored, to, caller.subject, reason ?? null);
      return response(200).json(representation(stored, caller));
    },
  );

  const documents = fakeDocuments({ baseUrl, documentsAfterMs, draw }, orders, callerOf);
  const ops = fakeOps(baseUrl, deadLetters, replays, callerOf);
  const handlers = [list, place, get, amend, history, move, ...documents, ...ops];
  return { orders, deadLetters, replays, handlers };
}

/** Whether pdf-worker makes a document of a change to a status, where there is an invoice. */
const isDocumented = {
  PENDING: false,
  CONFIRMED: true,
  PAID: true,
  SHIPPED: false,
  DELIVERED: false,
  CANCELLED: true,
  REFUNDED: true,
} satisfies Record<OrderStatus, boolean>;

/** What became of a change in the pipeline, once it has come out of it. */
function withHops(stored: StoredOrder, event: HistoryEvent, keptMs: number): HistoryEvent {
  const at = Date.parse(event.at);
  if (event.type === 'amended') return event;
  const hasDocument = isDocumented[event.status] && stored.order.invoice != null;
  return {
    ...event,
    queuedAt: new Date(at + keptMs / 2).toISOString(),
    ...(hasDocument && {
      documentKeptAt: new Date(at + keptMs).toISOString(),
      documentVersion: `kept-${event.eventId}`,
    }),
    notifiedAt: new Date(at + keptMs + 200).toISOString(),
  };
}

function callerOf(request: Request): Claims {
  const token = request.headers.get('Authorization')?.replace('Bearer ', '') ?? '';
  return readClaims(token) ?? nobody;
}
