import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { fakeApi, type FakeApi } from '../testing/fakeApi.ts';
import type { Cause } from '../testing/fakeDeadLetters.ts';
import { API_URL, openConsole } from '../testing/openConsole.tsx';
import { placed } from '../testing/orders.ts';
import { server } from '../testing/server.ts';

/** So many dead letters of one cause, and one of another. */
function apiWith(count: number) {
  const api = fakeApi({ baseUrl: API_URL });
  for (let index = 0; index < count; index += 1) {
    const stored = placed(api.orders);
    const at = new Date(Date.UTC(2026, 10, 24, 9, index));
    api.deadLetters.park(stored, { code: 'render-failed', reason: 'font `Inter` is missing', at });
  }
  const stored = placed(api.orders);
  const cause = { code: 'event-too-large', reason: 'too large', source: 'stream-failures' } satisfies Cause;
  api.deadLetters.park(stored, cause);
  return api;
}

const ops = (api: FakeApi): Parameters<typeof openConsole>[1] => ({ api, role: 'ops', subject: 'olga' });

test('shows the sources with their depth, and the causes, most first', async () => {
  openConsole('/ops', ops(apiWith(3)));
  await screen.findByRole('heading', { name: /^By cause/ });
  screen.getByRole('link', { name: /Status changes 3/ });
  screen.getByRole('link', { name: /Stream failures 1/ });
  screen.getByRole('link', { name: /Subscriptions 0/ });
  const [, first, second] = screen.getAllByRole('row');
  expect(first?.textContent).toContain('render-failedfont `Inter` is missing');
  within(first ?? document.body).getByText('3');
  expect(second?.textContent).toContain('event-too-large');
});

test('filters are in the address', async () => {
  const { user } = openConsole('/ops?find=too', ops(apiWith(3)));
  await screen.findByText('event-too-large');
  expect(screen.queryByText('render-failed')).toBeNull();
  await user.selectOptions(screen.getByLabelText('Source'), 'status-changes');
  await screen.findByText('Nothing matches');
  expect(window.location.search).toContain('source=status-changes');
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  await screen.findByText('render-failed');
});

test('says so when it could not look at all of them', async () => {
  const api = apiWith(5);
  api.deadLetters.look = 2;
  openConsole('/ops', ops(api));
  await screen.findByText(/Looked at 2 of about 6 messages/);
});

test('without dead letters, says so', async () => {
  openConsole('/ops', ops(fakeApi({ baseUrl: API_URL })));
  await screen.findByText('There are no dead letters');
});

test('what somebody has to look after is on top', async () => {
  const api = apiWith(2);
  const reason = 'The font is back';
  const replay = api.replays.start({ action: 'replay', filter: {}, reason, apply: true }, 'otto');
  openConsole('/ops', ops(api));
  const active = await screen.findByRole('region', { name: 'Replays under way' });
  const link = within(active).getByRole('link', { name: 'Replay: The font is back' });
  expect(link.getAttribute('href')).toBe(`/ops/replays/${replay.replayId}`);
});

test.each(['/ops', '/ops/messages', '/ops/replays', '/ops/replays/new', '/ops/messages/x'])(
  '%s is not for who may not replay, and asks for nothing',
  async (path) => {
    const asked: string[] = [];
    server.events.on('request:start', ({ request }) => asked.push(request.url));
    openConsole(path, { role: 'admin' });
    await screen.findByText('This is not yours to do');
    expect(asked.filter((url) => url.includes('/ops/'))).toEqual([]);
    expect(screen.queryByRole('link', { name: 'Dead letters' })).toBeNull();
  },
);

test('tells what went wrong, and looks again when asked to', async () => {
  const api = apiWith(1);
  const refuse = http.get(`${API_URL}/ops/dlq`, () => HttpResponse.json({}, { status: 400 }));
  const { user } = openConsole('/ops', { ...ops(api), instead: [refuse] });
  await screen.findByText('This could not be loaded');
  server.resetHandlers(...api.handlers);
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('render-failed');
});

test('messages are filtered by the API, and the filter leads on to the replay', async () => {
  const asked: string[] = [];
  server.events.on('request:start', ({ request }) => asked.push(request.url));
  const { user } = openConsole('/ops/messages?code=render-failed', ops(apiWith(3)));
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(1 + 3));
  await user.type(screen.getByLabelText('Where the payload has'), '/order/currency=EUR{Enter}');
  await screen.findByRole('button', { name: 'Remove /order/currency=EUR' });
  await waitFor(() => {
    const query = new URL(asked.findLast((url) => url.includes('/messages')) ?? '').searchParams;
    expect(query.getAll('where')).toEqual(['/order/currency=EUR']);
    expect(query.get('code')).toBe('render-failed');
  });
  await user.click(screen.getByRole('link', { name: 'Replay these…' }));
  await screen.findByRole('heading', { name: 'Replay' });
  screen.getByText('render-failed');
  screen.getByText('/order/currency=EUR');
});

test('how many messages have which verdict is told when asked for, with the way on', async () => {
  const api = apiWith(3);
  const [first, second] = [...api.orders.stored.values()];
  if (first) api.orders.move(first, 'CONFIRMED', 'ada', null);
  if (second) api.deadLetters.processed.add(`${second.order.orderId}.1`);
  const { user } = openConsole('/ops/messages?code=render-failed', ops(api));
  await user.click(await screen.findByRole('button', { name: 'Judge all' }));
  const verdicts = screen.getByRole('region', { name: 'By verdict' });
  await within(verdicts).findByText('Replayable');
  const rows = within(verdicts).getAllByRole('listitem');
  expect(rows.map((row) => within(row).getAllByRole('link')[0]?.textContent)).toEqual([
    'Replayable',
    'Superseded',
    'Already done',
  ]);
  expect(rows.map((row) => within(row).getAllByRole('link').at(-1)?.getAttribute('href'))).toEqual([
    '/ops/replays/new?code=render-failed&action=replay&verdict=replayable',
    '/ops/replays/new?code=render-failed&action=discard&verdict=superseded',
    '/ops/replays/new?code=render-failed&action=discard&verdict=already-done',
  ]);
  expect(api.deadLetters.stored.size).toBe(4);
  await user.click(within(verdicts).getByRole('link', { name: 'Superseded' }));
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(1 + 1));
  expect(window.location.search).toBe('?code=render-failed&verdict=superseded');
});

test('single messages can be chosen', async () => {
  const { user } = openConsole('/ops/messages', ops(apiWith(2)));
  const [first] = await screen.findAllByRole('checkbox');
  await user.click(first ?? document.body);
  await user.click(screen.getByRole('link', { name: 'Discard 1 chosen…' }));
  await screen.findByRole('heading', { name: 'Discard' });
  screen.getByText('1 chosen message');
});

test('what a count is of is said at the count too, where not all was looked at', async () => {
  const api = apiWith(5);
  api.deadLetters.look = 2;
  openConsole('/ops', ops(api));
  const row = await screen.findByRole('row', { name: /render-failed/ });
  within(row).getByText('at least');
  expect(within(row).getAllByRole('cell')[1]?.textContent).toBe('at least 2');
});

test('messages are listed by their verdict, which leads on to the replay', async () => {
  const api = apiWith(3);
  const [first] = [...api.orders.stored.values()];
  if (first) api.deadLetters.processed.add(`${first.order.orderId}.1`);
  const { user } = openConsole('/ops/messages?code=render-failed', ops(api));
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(1 + 3));
  const table = screen.getByRole('table');
  expect(within(table).getAllByRole('cell', { name: 'Replayable' })).toHaveLength(2);

  await user.selectOptions(screen.getByLabelText('Verdict'), 'Already done');
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(1 + 1));
  within(screen.getByRole('table')).getByRole('cell', { name: 'Already done' });
  // Of one verdict there is nothing to count by verdict.
  expect(screen.queryByRole('button', { name: 'Judge all' })).toBeNull();
  const discard = screen.getByRole('link', { name: 'Discard these…' }).getAttribute('href');
  expect(discard).toBe('/ops/replays/new?code=render-failed&verdict=already-done&action=discard');

  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(1 + 4));
});

test('a list that is full is no partial look, and one that had no time for all is', async () => {
  const api = apiWith(60);
  const full = openConsole('/ops/messages', ops(api));
  await screen.findByText('50 messages shown');
  expect(screen.queryByText(/There were more than one look can take/)).toBeNull();
  full.unmount();

  api.deadLetters.look = 20;
  openConsole('/ops/messages', ops(api));
  await screen.findByText(/this is of the 20 that were looked at/);
});
