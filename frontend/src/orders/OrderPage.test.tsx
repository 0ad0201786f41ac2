import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import type { Message } from '../api/inbox.ts';
import { fakeApi } from '../testing/fakeApi.ts';
import type { StoredOrder } from '../testing/fakeOrders.ts';
import { API_URL, openConsole } from '../testing/openConsole.tsx';
import { placed } from '../testing/orders.ts';
import { problem } from '../testing/problems.ts';
import { server } from '../testing/server.ts';

const PROBLEM = { 'Content-Type': 'application/problem+json' };

/** An order of ada's that went through `steps`. */
function orderAfter(...steps: StoredOrder['order']['status'][]) {
  const api = fakeApi({ baseUrl: API_URL });
  const stored = placed(api.orders);
  for (const step of steps) api.orders.move(stored, step, 'admin', null);
  return { api, stored, path: `/orders/${stored.order.orderId}` };
}

/** The steps that the page offers. */
async function steps() {
  const region = await screen.findByRole('region', { name: 'What next?' });
  return within(region)
    .queryAllByRole('button')
    .map((button) => button.textContent);
}

test('shows lines, totals, buyer and history', async () => {
  const { api, path } = orderAfter('CONFIRMED');
  openConsole(path, { api });

  await screen.findByRole('heading', { name: /^INV-\d{4}-000001$/ });
  const lines = screen.getByRole('table', { name: 'Lines' });
  within(lines).getByText('Chair');
  within(lines).getByText('€49.99');
  screen.getByText('€118.98');
  screen.getByText('Germany');
  const history = await screen.findByRole('region', { name: 'History' });
  await within(history).findByText('Order placed');
  within(history).getByText('Confirmed');
  within(history).getByText(/by admin/);
});

test('offers what the API says, to each what is theirs', async () => {
  const { api, path } = orderAfter();
  const customer = openConsole(path, { api });
  expect(await steps()).toEqual(['Confirm order', 'Cancel order']);
  customer.unmount();

  const paid = orderAfter('CONFIRMED', 'PAID');
  const other = openConsole(paid.path, { api: paid.api });
  await screen.findByText('The next step is for the seller to take.');
  expect(await steps()).toEqual([]);
  other.unmount();

  openConsole(paid.path, { api: paid.api, role: 'admin' });
  await waitFor(async () => expect(await steps()).toEqual(['Mark as shipped', 'Refund']));
});

test('confirms with a reason, for the version that was seen, and shows the invoice', async () => {
  const sent: Request[] = [];
  server.events.on('request:start', ({ request }) => {
    if (request.method === 'POST') sent.push(request.clone());
  });
  const { api, path } = orderAfter();
  const { user } = openConsole(path, { api });
  await user.click(await screen.findByRole('button', { name: 'Confirm order' }));
  const reason = screen.getByLabelText('Reason');
  expect(document.activeElement).toBe(reason);
  await user.keyboard('As agreed{Enter}');

  await screen.findByText('The order is now: Confirmed.');
  await screen.findByTitle(/^Document INV-/);
  expect(screen.getByRole('link', { name: 'Download' }).getAttribute('download')).toMatch(
    /^INV-\d{4}-000001\.pdf$/,
  );
  expect(sent[0]?.headers.get('If-Match')).toBe('"1"');
  expect(sent[0]?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await sent[0]?.json()).toEqual({ to: 'CONFIRMED', reason: 'As agreed' });
  await screen.findByText('“As agreed”');
});

test('a step that somebody is about to take is there after a reload, unless it was taken', async () => {
  const { api, path, stored } = orderAfter();
  const first = openConsole(path, { api });
  await first.user.click(await screen.findByRole('button', { name: 'Confirm order' }));
  await first.user.keyboard('As ag');
  first.unmount();

  const second = openConsole(path, { api });
  await screen.findByDisplayValue('As ag');
  await second.user.keyboard('reed');
  second.unmount();

  api.orders.move(stored, 'CONFIRMED', 'ada', null);
  const third = openConsole(path, { api });
  expect(await steps()).toEqual(['Cancel order']);
  expect(screen.queryByLabelText('Reason')).toBeNull();
  third.unmount();
});

test('Escape goes back without doing anything', async () => {
  const { api, path, stored } = orderAfter();
  const { user } = openConsole(path, { api });
  await user.click(await screen.findByRole('button', { name: 'Cancel order' }));
  await user.keyboard('{Escape}');
  expect(await steps()).toEqual(['Confirm order', 'Cancel order']);
  expect(stored.order.status).toBe('PENDING');
});

test('who decides on an older version is told, and sees the order as it is (412)', async () => {
  const { api, path, stored } = orderAfter();
  const { user } = openConsole(path, { api });
  await user.click(await screen.findByRole('button', { name: 'Cancel order' }));
  api.orders.move(stored, 'CONFIRMED', 'somebody', null);
  await user.keyboard('{Enter}');

  await screen.findByText('The order has changed in the meantime');
  await screen.findByRole('heading', { name: /^INV-/ });
  expect(stored.order.status).toBe('CONFIRMED');
  expect(await steps()).toEqual(['Cancel order']);
});

test('a step that is not allowed any more is told with what is (409)', async () => {
  const { api, path } = orderAfter();
  const { user } = openConsole(path, { api });
  const refused = problem(409, 'transition-refused', "The order can't go there", 'no', {
    allowed: ['CONFIRMED', 'CANCELLED'],
  });
  server.use(
    http.post(`${API_URL}/orders/:id/transitions`, () =>
      HttpResponse.json(refused, { status: 409, headers: PROBLEM }),
    ),
  );
  await user.click(await screen.findByRole('button', { name: 'Cancel order' }));
  await user.keyboard('{Enter}');
  await screen.findByText(/Possible now: Confirmed, Cancelled\./);
});

test('a step without an answer is repeated with its key', async () => {
  const keys: (string | null)[] = [];
  const { api, path, stored } = orderAfter();
  const { user } = openConsole(path, { api });
  server.use(
    http.post(
      `${API_URL}/orders/:id/transitions`,
      ({ request }) => {
        keys.push(request.headers.get('Idempotency-Key'));
        return HttpResponse.error();
      },
      { once: true },
    ),
  );
  await user.click(await screen.findByRole('button', { name: 'Confirm order' }));
  await user.keyboard('{Enter}');
  await screen.findByText('The order API cannot be reached');
  server.events.on('request:start', ({ request }) => {
    if (request.method === 'POST') keys.push(request.headers.get('Idempotency-Key'));
  });
  await user.click(screen.getByRole('button', { name: 'Confirm order' }));
  await screen.findByText('The order is now: Confirmed.');
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
  expect(stored.order.version).toBe(2);
});

test('waits for a document that is being made', async () => {
  const api = fakeApi({ baseUrl: API_URL, documentsAfterMs: 1_000 });
  const stored = placed(api.orders);
  api.orders.move(stored, 'CONFIRMED', 'ada', null);
  openConsole(`/orders/${stored.order.orderId}`, { api });
  await screen.findByText('The document is being made…');
  await screen.findByTitle(/^Document INV-/);
});

test('tells the time of each hop, and what is still on its way', async () => {
  const api = fakeApi({ baseUrl: API_URL, documentsAfterMs: 1_500 });
  const stored = placed(api.orders, 'ada', new Date(Date.now() - 60_000));
  api.orders.move(stored, 'CONFIRMED', 'ada', null);
  openConsole(`/orders/${stored.order.orderId}`, { api });
  const history = await screen.findByRole('region', { name: 'History' });
  await within(history).findByText('on its way…');
  const hops = () =>
    within(history)
      .getAllByRole('list', { name: 'Through the pipeline' })
      .map((way) => [...way.children].map((hop) => hop.textContent));
  const ofPlaced = ['→ read from the stream, queued +600ms', '→ notified +1.4s'];
  expect(hops()).toEqual([ofPlaced, ['→ on its way…']]);
  await within(history).findByText('document kept');
  const ofConfirmed = ['→ read from the stream, queued +600ms', '→ document kept +1.2s', '→ notified +1.4s'];
  expect(hops()).toEqual([ofPlaced, ofConfirmed]);
});

test('each version of a document can be looked at', async () => {
  const asked: string[] = [];
  server.events.on('request:start', ({ request }) => asked.push(request.url));
  const { api, path } = orderAfter('CONFIRMED', 'PAID', 'SHIPPED');
  const { user } = openConsole(path, { api });
  const versions = await screen.findByRole('region', { name: 'Versions' });
  const names = () =>
    within(versions)
      .getAllByRole('button')
      .map((button) => `${button.textContent?.split(' ')[0]} ${button.getAttribute('aria-pressed')}`);
  expect(names()).toEqual(['Confirmed false', 'Paid true']);
  await user.click(within(versions).getByRole('button', { name: /Confirmed/ }));
  expect(names()).toEqual(['Confirmed true', 'Paid false']);
  await waitFor(() => expect(asked.some((url) => url.endsWith('-CONFIRMED.pdf'))).toBe(true));
});

test('a refunded order has its credit note beside the invoice', async () => {
  const { api, path } = orderAfter('CONFIRMED', 'PAID', 'REFUNDED');
  openConsole(path, { api, role: 'admin' });
  await screen.findByTitle(/^Document CN-/);
  await screen.findByTitle(/^Document INV-/);
  screen.getByText('Nothing is left to do: this status is final.');
});

test('what was sent shows how long it took; elsewhere than here nobody asks', async () => {
  const { api, path, stored } = orderAfter();
  const [event] = stored.events;
  const message: Message = {
    id: '1',
    kind: 'email',
    to: 'leonie@example.com',
    subject: 'Order received',
    body: '…',
    at: new Date(Date.parse(event?.at ?? '') + 1_200).toISOString(),
    orderId: stored.order.orderId,
    eventId: event?.eventId,
  };
  const here = openConsole(path, { api, messages: [message] });
  await screen.findByText('Order received');
  await screen.findByText('1.2s after the change');
  here.unmount();

  openConsole(path, { api, local: false });
  await screen.findByText('Chair');
  expect(screen.queryByText('Notifications')).toBeNull();
});

test('an order that is not there, or somebody else’s, is not there', async () => {
  const { api, path } = orderAfter();
  openConsole(path, { api, subject: 'bob' });
  await screen.findByRole('heading', { name: 'There is no such order' });
});

test('an operator who may not see an order is led to what failed of it', async () => {
  const { api, path, stored } = orderAfter();
  openConsole(path, { api, role: 'ops', subject: 'olga' });
  await screen.findByRole('heading', { name: 'There is no such order' });
  const link = screen.getByRole('link', { name: 'Its dead letters' });
  expect(link.getAttribute('href')).toBe(`/ops/messages?orderId=${stored.order.orderId}`);
  expect(screen.queryByRole('link', { name: 'All orders' })).toBeNull();
});
