import { act, screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { fakeApi } from '../testing/fakeApi.ts';
import { API_URL, openConsole } from '../testing/openConsole.tsx';
import { placed } from '../testing/orders.ts';
import { server } from '../testing/server.ts';
import type { ReplayRequest } from './types.ts';

const CODE = 'render-failed';

function open(path: string, count = 8) {
  const api = fakeApi({ baseUrl: API_URL });
  for (let index = 0; index < count; index += 1) {
    api.deadLetters.park(placed(api.orders), { code: CODE, reason: 'font is missing' });
  }
  return openConsole(path, { api, role: 'ops', subject: 'olga' });
}

/** Bodies of what was asked of replays. */
function watch(): ReplayRequest[] {
  const sent: ReplayRequest[] = [];
  server.events.on('request:start', async ({ request }) => {
    if (request.method === 'POST') sent.push(await request.clone().json());
  });
  return sent;
}

async function dryRun(user: UserEvent, reason = 'The font is back') {
  await user.type(await screen.findByLabelText('Reason'), reason);
  await user.click(screen.getByRole('button', { name: 'Dry run' }));
}

async function apply(user: UserEvent, count: number) {
  await user.click(await screen.findByRole('button', { name: `Replay ${count} messages…` }));
  await user.click(screen.getByRole('button', { name: `Yes, replay ${count} messages` }));
}

test('a reason is needed, and each number has to be one; nothing is sent', async () => {
  const sent = watch();
  const { user } = open('/ops/replays/new');
  await user.type(await screen.findByLabelText('At most'), 'many');
  await user.clear(screen.getByLabelText('Rate'));
  await user.type(screen.getByLabelText('Merge patch'), '[[1,');
  await user.click(screen.getByRole('button', { name: 'Dry run' }));
  screen.getByText('Say why: it stands in the history');
  screen.getByText('A whole number above 0, or nothing');
  screen.getByText('A whole number from 1 to 1000');
  screen.getByText(/Line 1, column 1: this `\[` is never closed/);
  expect(document.activeElement).toBe(screen.getByLabelText('Reason'));
  expect(sent).toEqual([]);
});

test('a dry run shows what would go and what not, and sends nothing', async () => {
  const sent = watch();
  const { user, api } = open('/ops/replays/new?code=render-failed', 3);
  const [first, second] = [...api.orders.stored.values()];
  if (first) api.orders.move(first, 'CONFIRMED', 'ada', null);
  if (second) api.deadLetters.processed.add(`${second.order.orderId}.1`);
  await dryRun(user);
  const plan = await screen.findByRole('region', { name: 'Dry run: what would happen' });
  const figure = (term: string) => within(plan).getByText(term).nextElementSibling?.textContent;
  expect([figure('Match'), figure('Would go'), figure('Would be left')]).toEqual(['3', '1', '2']);
  within(plan).getByText('Superseded');
  within(plan).getByText('Already done');
  // All that would go is as it should be.
  expect(within(plan).queryByText(/^Would go: /)).toBeNull();
  expect(sent).toEqual([
    {
      action: 'replay',
      filter: { code: CODE },
      reason: 'The font is back',
      rate: 50,
      canary: 1,
      breakerPercent: 20,
      force: false,
      apply: false,
    },
  ]);
  expect(api.deadLetters.stored.size).toBe(3);
});

test('those of one verdict go alone: what the dry run would leave leads there', async () => {
  const sent = watch();
  const { user, api } = open('/ops/replays/new?code=render-failed', 3);
  const [first] = [...api.orders.stored.values()];
  if (first) api.deadLetters.processed.add(`${first.order.orderId}.1`);
  await dryRun(user);
  await user.click(await screen.findByRole('link', { name: 'Discard these…' }));
  await screen.findByRole('heading', { name: 'Discard', level: 1 });
  expect(screen.getByLabelText('Verdict')).toHaveProperty('value', 'already-done');
  await dryRun(user, 'Done already');
  await screen.findByRole('button', { name: 'Discard 1 message…' });
  expect(sent.at(-1)).toMatchObject({ action: 'discard', filter: { code: CODE }, verdict: 'already-done' });
  await user.selectOptions(screen.getByLabelText('Verdict'), 'Any verdict');
  screen.getByText('Something was changed since the dry run: look again.');
  expect(screen.getByLabelText('Reason')).toHaveProperty('value', 'Done already');
});

test('a change after the dry run takes another dry run', async () => {
  const { user } = open('/ops/replays/new');
  await dryRun(user);
  await screen.findByRole('button', { name: 'Replay 8 messages…' });
  await user.click(screen.getByLabelText('Also those that are stale'));
  await screen.findByText(/Subscribers may hear of an old status/);
  screen.getByText('Something was changed since the dry run: look again.');
  expect(screen.queryByRole('button', { name: /Replay 8/ })).toBeNull();
});

test('replays after a confirmation with the count, canary first, until each went through', async () => {
  const { user, api } = open('/ops/replays/new');
  await dryRun(user);
  await user.click(await screen.findByRole('button', { name: 'Replay 8 messages…' }));
  screen.getByText('Send 8 messages again?');
  screen.getByText(/One goes first, alone\. Then at most 50 a second\./);
  await user.click(screen.getByRole('button', { name: 'Yes, replay 8 messages' }));
  await screen.findByText(/The first messages went out alone/);
  await screen.findByText('Each message has its outcome.', {}, { timeout: 15_000 });
  screen.getByText('8 of 8 have their outcome');
  expect(screen.queryByText('Patch', { selector: 'dt' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
  expect(api.deadLetters.stored.size).toBe(0);
  expect(api.deadLetters.processed.size).toBe(8);

  await user.click(screen.getByRole('link', { name: 'All replays' }));
  const row = await screen.findByRole('row', { name: /Replay: The font is back/ });
  within(row).getByText('olga');
  within(row).getByText('8 went through, 0 came back');
});

test('never more is applied than the dry run has shown, and only once', async () => {
  const sent = watch();
  const { user, api } = open('/ops/replays/new', 2);
  await dryRun(user);
  await user.click(await screen.findByRole('button', { name: 'Replay 2 messages…' }));
  api.deadLetters.park(placed(api.orders), { code: CODE, reason: 'font is missing' });
  const yes = screen.getByRole('button', { name: 'Yes, replay 2 messages' });
  // Faster than the button is drawn anew.
  act(() => {
    yes.click();
    yes.click();
  });
  await screen.findByText('2', { selector: 'dd' });
  expect(sent.filter((request) => request.apply).map(({ limit }) => limit)).toEqual([2]);
  expect(api.replays.all).toHaveLength(1);
});

test('a canary that comes back stops it; the others were not sent', async () => {
  const { user, api } = open('/ops/replays/new');
  api.replays.stillBroken.add(CODE);
  await dryRun(user);
  await apply(user, 8);
  await screen.findByText(/What went first came back/, {}, { timeout: 15_000 });
  expect(api.deadLetters.stored.size).toBe(8);
  const back = screen.getByRole('region', { name: 'What came back' });
  within(back).getByText(CODE);

  api.replays.stillBroken.clear();
  await user.click(screen.getByRole('button', { name: 'Resume' }));
  const group = screen.getByRole('group', { name: 'Resume? The rest is sent.' });
  await user.click(within(group).getByRole('button', { name: 'Resume' }));
  await screen.findByText('Each message has its outcome.', {}, { timeout: 15_000 });
  expect(api.deadLetters.processed.size).toBe(7);
});

test('the breaker explains itself, and what is left can be taken back', async () => {
  const { user, api } = open('/ops/replays/new');
  api.replays.stillBroken.add(CODE);
  await user.clear(await screen.findByLabelText('Canary'));
  await dryRun(user);
  await apply(user, 8);
  await screen.findByText(/More came back than you allow/, {}, { timeout: 15_000 });
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  const group = screen.getByRole('group', { name: /^Undo\?/ });
  await user.click(within(group).getByRole('button', { name: 'Undo' }));
  await screen.findByText('What was not processed was taken back.');
  await waitFor(() => expect(api.deadLetters.stored.size).toBe(8));
});

test('what was discarded can be brought back', async () => {
  const { user, api } = open('/ops/replays/new?action=discard', 4);
  expect(await screen.findByLabelText('At most')).toBeDefined();
  expect(screen.queryByLabelText('Canary')).toBeNull();
  await dryRun(user, 'Test data');
  await user.click(await screen.findByRole('button', { name: 'Discard 4 messages…' }));
  await user.click(screen.getByRole('button', { name: 'Yes, discard 4 messages' }));
  await screen.findByText('Each message has its outcome.', {}, { timeout: 15_000 });
  expect(api.deadLetters.stored.size).toBe(0);
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(api.deadLetters.stored.size).toBe(4));
});

test('what was typed is there after a reload', async () => {
  const first = open('/ops/replays/new?code=render-failed');
  await first.user.type(await screen.findByLabelText('Reason'), 'The font is back');
  first.unmount();
  openConsole('/ops/replays/new?code=render-failed', { api: first.api, role: 'ops', subject: 'olga' });
  await screen.findByText('What you typed was restored.');
  expect(screen.getByLabelText('Reason')).toHaveProperty('value', 'The font is back');
});

test('a start without an answer is found in the history, and not started again', async () => {
  const { user, api } = open('/ops/replays/new', 2);
  await dryRun(user);
  await user.click(await screen.findByRole('button', { name: 'Replay 2 messages…' }));
  loseStart((request) => api.replays.start(request, 'olga'));
  await user.click(screen.getByRole('button', { name: 'Yes, replay 2 messages' }));
  await screen.findByText(/have their outcome/);
  expect(api.replays.all).toHaveLength(1);
});

test('where nobody knows whether it was started, the page says so', async () => {
  const { user } = open('/ops/replays/new', 2);
  await dryRun(user);
  await user.click(await screen.findByRole('button', { name: 'Replay 2 messages…' }));
  loseStart(() => {});
  await user.click(screen.getByRole('button', { name: 'Yes, replay 2 messages' }));
  await screen.findByText('No answer came');
  screen.getByText(/Look into the history/);
  expect(screen.queryByRole('button', { name: /Yes, replay/ })).toBeNull();
});

test('a replay that is not there says so', async () => {
  open('/ops/replays/r-000099');
  await screen.findByRole('heading', { name: 'There is no such replay' });
});

test('what the API refuses of a request is told', async () => {
  const { user } = open('/ops/replays/new');
  server.use(
    http.post(`${API_URL}/ops/dlq/replays`, () => HttpResponse.json({}, { status: 403 })),
  );
  await dryRun(user);
  await screen.findByText('The answer had status 403.');
});

test('who carries it out is told while it goes on, and that nobody does', async () => {
  const { api } = open('/ops/replays/r-000001', 3);
  const request = { action: 'replay', reason: 'The font is back', apply: true } as const;
  const { replayId } = api.replays.start(request, 'otto');
  await screen.findByText(/^Carried out by job r-000001, last heard of /);
  const running = api.replays.find(replayId);
  if (running === undefined) throw new Error('it was started');
  const alone = { ...running.replay, state: 'running', runner: null } as const;
  server.use(http.get(`${API_URL}/ops/dlq/replays/:id`, () => HttpResponse.json(alone)));
  await screen.findByText(/^Nobody is at it at the moment/, {}, { timeout: 5_000 });
});

test('one that nobody prepares can be stopped and resumed', async () => {
  const { user, api } = open('/ops/replays/r-000001', 3);
  const request = { action: 'replay', reason: 'The font is back', apply: true } as const;
  const replay = api.replays.start(request, 'otto');
  const counts = { ...replay.counts, selected: 0, waiting: 0 };
  let shown = { ...replay, counts };
  server.use(
    http.get(`${API_URL}/ops/dlq/replays/:id`, () => HttpResponse.json(shown)),
    http.post(`${API_URL}/ops/dlq/replays/:id/stop`, () => {
      shown = { ...shown, state: 'stopped', stoppedBecause: 'operator' };
      return HttpResponse.json(shown, { status: 202 });
    }),
  );
  await screen.findByText(/^Nobody is at it at the moment/);
  await user.click(screen.getByRole('button', { name: 'Stop' }));
  await user.click(screen.getByRole('button', { name: 'Stop' }));
  await screen.findByRole('button', { name: 'Resume' });
  // There is nothing to take back.
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
});

test('a replay that did not see all says so, and the history keeps the verdicts', async () => {
  const { user, api } = open('/ops/replays', 4);
  const [first] = [...api.orders.stored.values()];
  if (first) api.orders.move(first, 'CONFIRMED', 'ada', null);
  api.deadLetters.look = 3;
  const request = { action: 'replay', reason: 'The font is back', force: true, apply: true } as const;
  api.replays.start(request, 'otto');
  const row = await screen.findByRole('row', { name: /The font is back/ });
  within(row).getByText('When selected: 1 × Superseded, 2 × Replayable');
  within(row).getByText('There may be more');
  await user.click(within(row).getByRole('link'));
  await screen.findByText(/There was no time to look at all messages/);
  const verdicts = screen.getByText('Verdicts when selected', { selector: 'dt' });
  expect(verdicts.nextElementSibling?.textContent).toBe('1 × Superseded, 2 × Replayable');
});

test('a dry run that found what was asked for is no partial look', async () => {
  const { user, api } = open('/ops/replays/new', 5);
  await user.type(await screen.findByLabelText('At most'), '2');
  await dryRun(user);
  await screen.findByText(/the dry run ended at the number that you set/);
  expect(screen.queryByText(/There were more than one look can take/)).toBeNull();
  expect(screen.getByText('Would go').nextElementSibling?.textContent).toBe('2');
  expect(screen.getByText('Match').nextElementSibling?.textContent).toMatch(/^at least /);

  api.deadLetters.look = 1;
  await user.click(screen.getByRole('button', { name: 'Dry run' }));
  await screen.findByText(/this is of the 1 that were looked at/);
});

/** The answer to the next start gets lost. */
function loseStart(started: (request: ReplayRequest) => void) {
  server.use(
    http.post<never, ReplayRequest>(
      `${API_URL}/ops/dlq/replays`,
      async ({ request }) => {
        started(await request.json());
        return HttpResponse.error();
      },
      { once: true },
    ),
  );
}
