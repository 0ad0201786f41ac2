/** The API of dead letters as handlers of MSW. */
import type { RequestHandler } from 'msw';
import { createOpenApiHttp } from 'openapi-msw';
import { isMoving } from '../api/deadLetters.ts';
import type { paths } from '../api/schema.d.ts';
import type { ReplayFilter, Source } from '../ops/types.ts';
import type { Claims } from '../session/claims.ts';
import { STATUSES } from '../ui/StatusBadge.tsx';
import type { FakeDeadLetters } from './fakeDeadLetters.ts';
import type { FakeReplays } from './fakeReplays.ts';
import { invalidBody, invalidParameters, problem } from './problems.ts';

const SOURCES: readonly Source[] = ['status-changes', 'stream-failures', 'subscription'];
const PROBLEM = { headers: { 'Content-Type': 'application/problem+json' } };

const forbidden = problem(403, 'forbidden', 'This is not allowed', 'it takes the scope ops:replay');
const noSuchMessage = problem(
  404,
  'no-such-message',
  'No such message',
  'there is no such dead letter: it was replayed, discarded or taken by somebody else',
);
const noSuchReplay = problem(404, 'no-such-replay', 'No such replay', 'there is no such replay');

const ORDER_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const noOrderId = (found: string) => {
  const detail = `expected a lowercase, hyphenated UUIDv7 as order id, found \`${found}\``;
  return invalidParameters([{ parameter: 'orderId', detail }]);
};

export function fakeOps(
  baseUrl: string,
  letters: FakeDeadLetters,
  replays: FakeReplays,
  callerOf: (request: Request) => Claims,
): RequestHandler[] {
  const http = createOpenApiHttp<paths>({ baseUrl });
  const mayReplay = (request: Request) => callerOf(request).scopes.has('ops:replay');
  const seen = () => ({
    scanned: Math.min(letters.look, letters.stored.size),
    complete: letters.stored.size <= letters.look,
  });

  const overview = http.get('/ops/dlq', ({ request, response }) => {
    if (!mayReplay(request)) return response(403).json(forbidden, PROBLEM);
    return response(200).json({
      sources: SOURCES.map((source) => ({
        source,
        name: letters.matching({ source })[0]?.letter.queue ?? source,
        approximateCount: letters.matching({ source }).length,
      })),
      queues: [{ name: 'order-status-changes.fifo', waiting: 3, inFlight: 2 }],
      groups: letters.groups(),
      ...seen(),
    });
  });

  const list = http.get('/ops/dlq/messages', ({ request, query, response }) => {
    if (!mayReplay(request)) return response(403).json(forbidden, PROBLEM);
    const orderId = query.get('orderId');
    if (orderId !== null && !ORDER_ID.test(orderId)) {
      return response(400).json(noOrderId(orderId), PROBLEM);
    }
    const number = (name: 'olderThanSeconds' | 'newerThanSeconds' | 'minReceiveCount') =>
      query.get(name) === null ? null : Number(query.get(name));
    const filter: ReplayFilter = {
      source: SOURCES.find((source) => source === query.get('source')) ?? null,
      code: query.get('code'),
      orderId,
      status: STATUSES.find((status) => status === query.get('status')) ?? null,
      olderThanSeconds: number('olderThanSeconds'),
      newerThanSeconds: number('newerThanSeconds'),
      minReceiveCount: number('minReceiveCount'),
      where: query.getAll('where').map((text) => {
        const at = text.indexOf('=');
        return { pointer: text.slice(0, at), value: text.slice(at + 1) };
      }),
    };
    const wanted = query.get('verdict');
    const messages = letters
      .lookedAt(filter)
      .map((stored) => ({ ...stored.letter, verdict: letters.verdict(stored).kind }))
      .filter(({ verdict }) => wanted === null || verdict === wanted);
    const limit = Number(query.get('limit') ?? 100);
    const { scanned, complete } = seen();
    // Who has found enough does not look on.
    const isFull = messages.length >= limit;
    return response(200).json({
      messages: messages.slice(0, limit),
      scanned,
      complete: complete && !isFull,
    });
  });

  const message = http.get('/ops/dlq/messages/{messageId}', ({ request, params, response }) => {
    if (!mayReplay(request)) return response(403).json(forbidden, PROBLEM);
    const stored = letters.stored.get(params.messageId);
    if (!stored) return response(404).json(noSuchMessage, PROBLEM);
    return response(200).json(letters.detail(stored));
  });

  const create = http.post('/ops/dlq/replays', async ({ request, response }) => {
    if (!mayReplay(request)) return response(403).json(forbidden, PROBLEM);
    const body = await request.json();
    if (body.reason.trim() === '') {
      const errors = [{ pointer: '/reason', detail: 'expected a reason' }];
      return response(422).json(invalidBody(errors), PROBLEM);
    }
    if (!body.apply) return response(200).json(replays.plan(body).plan);
    return response(202).json(replays.start(body, callerOf(request).subject));
  });

  const history = http.get('/ops/dlq/replays', ({ request, response }) => {
    if (!mayReplay(request)) return response(403).json(forbidden, PROBLEM);
    return response(200).json({ replays: replays.all.map(({ replay }) => replay) });
  });

  const replay = http.get('/ops/dlq/replays/{replayId}', ({ request, params, response }) => {
    if (!mayReplay(request)) return response(403).json(forbidden, PROBLEM);
    const running = replays.find(params.replayId);
    if (!running) return response(404).json(noSuchReplay, PROBLEM);
    return response(200).json(replays.look(running));
  });

  const step = (name: 'stop' | 'resume' | 'undo') =>
    http.post(`/ops/dlq/replays/{replayId}/${name}`, ({ request, params, response }) => {
      if (!mayReplay(request)) return response(403).json(forbidden, PROBLEM);
      const running = replays.find(params.replayId);
      if (!running) return response(404).json(noSuchReplay, PROBLEM);
      if (name === 'stop' && !isMoving[running.replay.state]) {
        const detail = `the replay is ${running.replay.state}`;
        return response(409).json(problem(409, 'replay-settled', 'Nothing to stop', detail), PROBLEM);
      }
      replays[name](running);
      return response(202).json(running.replay);
    });

  const steps = [step('stop'), step('resume'), step('undo')];
  return [overview, list, message, create, history, replay, ...steps];
}
