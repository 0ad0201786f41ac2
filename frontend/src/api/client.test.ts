import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { problem } from '../testing/problems.ts';
import { server } from '../testing/server.ts';
import { answered, createOrderApi } from './client.ts';
import { isPassing, NoAnswer, Refused } from './failure.ts';

const URL = 'https://api.test/v1';

/** What a call comes to when the API answers so. */
async function call(answer: () => Response, signal?: AbortSignal) {
  const refusals: string[] = [];
  server.use(http.get(`${URL}/orders`, answer));
  const api = createOrderApi(URL, () => 't0ken', () => refusals.push('unauthorized'));
  const result = await answered(api.http.GET('/orders', signal ? { signal } : {})).catch(
    (error: unknown) => error,
  );
  return { result, refusals };
}

test('every request carries the token of the moment', async () => {
  let token: string | null = null;
  server.events.on('request:start', ({ request }) => {
    token = request.headers.get('Authorization');
  });
  const { result } = await call(() => HttpResponse.json({ orders: [] }));
  expect(result).toEqual({ orders: [] });
  expect(token).toBe('Bearer t0ken');
});

test('a refusal keeps the problem, its kind and when to come back', async () => {
  const busy = problem(503, 'busy', 'Too busy', 'nothing was changed', {
    errors: [{ parameter: 'cursor', detail: 'expected another' }],
  });
  const { result } = await call(() =>
    HttpResponse.json(busy, {
      status: 503,
      headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '2' },
    }),
  );
  if (!(result instanceof Refused)) throw new Error('not refused');
  expect(result.kind).toBe('busy');
  expect(result.retryAfterMs).toBe(2_000);
  expect(result.faults).toEqual([{ parameter: 'cursor', detail: 'expected another' }]);
  expect(isPassing(result)).toBe(true);
});

test('the page of a proxy is a refusal without a problem', async () => {
  const { result } = await call(() => HttpResponse.html('<h1>Forbidden</h1>', { status: 403 }));
  if (!(result instanceof Refused)) throw new Error('not refused');
  expect(result.status).toBe(403);
  expect(result.problem).toBeUndefined();
  expect(isPassing(result)).toBe(false);
});

test('without an answer, nobody knows whether it was done', async () => {
  const { result } = await call(() => HttpResponse.error());
  expect(result).toBeInstanceOf(NoAnswer);
  expect(isPassing(result)).toBe(true);
});

test('a call that the page itself has given up is no failure of the API', async () => {
  const { result } = await call(() => HttpResponse.json({}), AbortSignal.abort());
  expect(result).not.toBeInstanceOf(NoAnswer);
});

test('a token that is refused is told to the session', async () => {
  const { refusals } = await call(() => HttpResponse.json({}, { status: 401 }));
  expect(refusals).toEqual(['unauthorized']);
});
