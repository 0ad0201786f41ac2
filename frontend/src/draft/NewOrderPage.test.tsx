import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { delay, http, HttpResponse } from 'msw';
import { expect, test, vi } from 'vitest';
import { API_URL, openConsole } from '../testing/openConsole.tsx';
import { invalidBody } from '../testing/problems.ts';
import { server } from '../testing/server.ts';

const PROBLEM = { 'Content-Type': 'application/problem+json' };

async function type(user: UserEvent, label: string, text: string) {
  const field = screen.getByLabelText(label);
  await user.clear(field);
  await user.click(field);
  await user.paste(text);
}

/** Everything that an order needs; it comes to 118.98 EUR. */
async function fill(user: UserEvent) {
  await screen.findByRole('heading', { name: 'New order' });
  await type(user, 'Name', 'Leonie Köhler');
  await type(user, 'Street and number', 'Theodor-Heuss-Straße 34');
  await type(user, 'City', 'Stuttgart');
  await user.selectOptions(screen.getByLabelText('Country'), 'DE');
  await type(user, 'Description', 'Chair');
  await type(user, 'Quantity', '2');
  await type(user, 'Unit price', '49.99');
  await type(user, 'Tax %', '19');
}

const submit = (user: UserEvent) => user.click(screen.getByRole('button', { name: 'Place order' }));

/** Headers and bodies of the orders that were sent. */
function watchOrders() {
  const sent: { key: string | null; body: string }[] = [];
  server.events.on('request:start', async ({ request }) => {
    if (request.method !== 'POST' || !request.url.endsWith('/orders')) return;
    const key = request.headers.get('Idempotency-Key');
    sent.push({ key, body: await request.clone().text() });
  });
  return sent;
}

test('places what was typed, with the total that was shown, and shows the order', async () => {
  const sent = watchOrders();
  const { user, api } = openConsole('/orders/new');
  await fill(user);
  await screen.findByText('€118.98');
  await submit(user);

  await screen.findByRole('heading', { name: /^Order / });
  expect(api.orders.stored.size).toBe(1);
  expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
    buyer: {
      name: 'Leonie Köhler',
      address: { line1: 'Theodor-Heuss-Straße 34', city: 'Stuttgart', country: 'DE' },
    },
    locale: 'en',
    currency: 'EUR',
    lines: [
      { description: 'Chair', quantity: '2', unitPriceMinor: 4999, taxRateBasisPoints: 1900 },
    ],
    totalMinor: 11_898,
  });
  expect(localStorage.getItem('kept:ada:draft')).toBeNull();
});

test('names each field that is missing, and sends nothing', async () => {
  const sent = watchOrders();
  const { user } = openConsole('/orders/new');
  await screen.findByRole('heading', { name: 'New order' });
  await submit(user);

  const summary = await screen.findByRole('alert');
  within(summary).getByText('7 fields need your attention');
  await user.click(within(summary).getByRole('link', { name: 'Line 1, Unit price' }));
  const field = screen.getByLabelText('Unit price');
  expect(document.activeElement).toBe(field);
  expect(field.getAttribute('aria-invalid')).toBe('true');
  const fault = document.getElementById(field.getAttribute('aria-describedby') ?? '');
  expect(fault?.textContent).toBe('This is needed');
  expect(sent).toEqual([]);
});

test('adds and removes lines by keyboard, and keeps the focus near', async () => {
  const { user } = openConsole('/orders/new');
  await fill(user);
  // In the same moment, for the next key may come at once.
  fireEvent.keyDown(screen.getByLabelText('Tax %'), { key: 'Enter' });
  expect(document.activeElement?.getAttribute('name')).toBe('lines.1.description');
  // What lines usually share is there already.
  const second = screen.getByRole('listitem', { name: 'Line 2' });
  expect(within(second).getByLabelText('Tax %')).toHaveProperty('value', '19');
  await user.keyboard('Lamp{Tab}{Tab}1.5');
  await screen.findByText('€120.76');

  within(second).getByRole('button', { name: 'Remove line 2' }).focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(screen.queryByRole('listitem', { name: 'Line 2' })).toBeNull());
  await waitFor(() =>
    expect(document.activeElement?.getAttribute('name')).toBe('lines.0.description'),
  );
  screen.getByText('Line 2 was removed.');
});

test('Ctrl+Enter places the order, without the line that was left empty', async () => {
  const sent = watchOrders();
  const { user } = openConsole('/orders/new');
  await fill(user);
  await user.keyboard('{Enter}');
  await screen.findByRole('listitem', { name: 'Line 2' });
  await user.keyboard('{Control>}{Enter}{/Control}');
  await screen.findByRole('heading', { name: /^Order / });
  expect(JSON.parse(sent[0]?.body ?? '').lines).toHaveLength(1);
});

test('what the server finds is shown at its field', async () => {
  const { user } = openConsole('/orders/new');
  await fill(user);
  server.use(
    http.post(`${API_URL}/orders`, () =>
      HttpResponse.json(
        invalidBody([
          { pointer: '/lines/0/unitPriceMinor', detail: 'expected less' },
          { pointer: '/buyer/address/city', detail: 'expected a town' },
          { pointer: '/elsewhere', detail: 'expected something else' },
        ]),
        { status: 422, headers: PROBLEM },
      ),
    ),
  );
  await submit(user);

  await screen.findByText('2 fields need your attention');
  const price = screen.getByLabelText('Unit price');
  const fault = document.getElementById(price.getAttribute('aria-describedby') ?? '');
  await waitFor(() => expect(fault?.textContent).toBe('expected less'));
});

test('a double click is one order', async () => {
  const sent = watchOrders();
  const { user, api } = openConsole('/orders/new');
  await fill(user);
  await user.dblClick(screen.getByRole('button', { name: 'Place order' }));
  await screen.findByRole('heading', { name: /^Order / });
  expect(sent).toHaveLength(1);
  expect(api.orders.stored.size).toBe(1);
});

test('an attempt without an answer is repeated with the same key: one order', async () => {
  const sent = watchOrders();
  const { user, api } = openConsole('/orders/new');
  await fill(user);
  loseNextAnswer(api.handlers);
  await submit(user);
  await screen.findByText('No answer came');
  expect(api.orders.stored.size).toBe(1);

  await submit(user);
  await screen.findByRole('heading', { name: /^Order / });
  expect(api.orders.stored.size).toBe(1);
  expect(sent).toHaveLength(2);
  expect(sent[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
  expect(sent[0]).toEqual(sent[1]);
});

test('who changes the draft after a lost answer is told what was ordered', async () => {
  const { user, api } = openConsole('/orders/new');
  await fill(user);
  loseNextAnswer(api.handlers);
  await submit(user);
  await screen.findByText('No answer came');

  await type(user, 'Quantity', '3');
  await submit(user);
  await screen.findByText('Your earlier attempt did get through');
  expect(api.orders.stored.size).toBe(1);

  await user.click(screen.getByRole('button', { name: 'Place what is here as a new order' }));
  await screen.findByRole('heading', { name: /^Order / });
  expect([...api.orders.stored.values()].map(({ order }) => order.lines[0]?.quantity)).toEqual([
    '2',
    '3',
  ]);
});

test('a draft is there again after the page was closed, with its key', async () => {
  const sent = watchOrders();
  const first = openConsole('/orders/new');
  await fill(first.user);
  first.unmount();
  const key: unknown = JSON.parse(localStorage.getItem('kept:ada:draft') ?? '{}').key;

  const { user } = openConsole('/orders/new');
  await screen.findByText('Your draft was restored.');
  await screen.findByText('€118.98');
  await submit(user);
  await screen.findByRole('heading', { name: /^Order / });
  expect(sent[0]?.key).toBe(key);
});

test('a draft is only for who has typed it, and gone when discarded', async () => {
  const first = openConsole('/orders/new');
  await fill(first.user);
  first.unmount();
  const other = openConsole('/orders/new', { subject: 'bob' });
  await screen.findByRole('heading', { name: 'New order' });
  expect(screen.queryByText('Your draft was restored.')).toBeNull();
  other.unmount();

  vi.spyOn(window, 'confirm').mockReturnValue(true);
  const { user } = openConsole('/orders/new');
  await screen.findByText('Your draft was restored.');
  await user.click(screen.getByRole('button', { name: 'Discard draft' }));
  expect(screen.getByLabelText('Name')).toHaveProperty('value', '');
  expect(localStorage.getItem('kept:ada:draft')).toBeNull();
});

test('where the server computes another total, it is shown before anything is ordered', async () => {
  const sent = watchOrders();
  const { user, api } = openConsole('/orders/new');
  await fill(user);
  const detail = 'expected the computed total 118.97 EUR, found 118.98 EUR';
  server.use(
    http.post(
      `${API_URL}/orders`,
      () =>
        HttpResponse.json(invalidBody([{ pointer: '/totalMinor', detail }]), {
          status: 422,
          headers: PROBLEM,
        }),
      { once: true },
    ),
  );
  await submit(user);
  await screen.findByText('The server computed another total');
  await screen.findByText('The server comes to 118.97 EUR, and 118.98 EUR was sent');
  expect(api.orders.stored.size).toBe(0);

  await user.click(screen.getByRole('button', { name: 'Place it at the server’s total' }));
  await screen.findByRole('heading', { name: /^Order / });
  expect(JSON.parse(sent[1]?.body ?? '')).not.toHaveProperty('totalMinor');
});

test('exempt lines ask for their reason, intra-community supply for an address', async () => {
  const { user } = openConsole('/orders/new');
  await fill(user);
  await user.click(screen.getByRole('button', { name: /^More of line 1/ }));
  await user.selectOptions(screen.getByLabelText('Tax category'), 'EXEMPT');
  await submit(user);
  await screen.findByText('2 fields need your attention');
  await type(user, 'Tax %', '0');
  await type(user, 'Why no tax is due', 'Article 132');
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());

  await user.selectOptions(screen.getByLabelText('Tax category'), 'INTRA_COMMUNITY');
  await submit(user);
  await screen.findByText('2 fields need your attention');
  expect(screen.getByLabelText('Tax id').getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByLabelText('Ship to another address').getAttribute('aria-invalid')).toBe(
    'true',
  );
});

test('who may not order is told so', async () => {
  openConsole('/orders/new', { role: 'ops' });
  await screen.findByText('This is not yours to do');
  expect(screen.queryByRole('link', { name: 'New order' })).toBeNull();
});

/** The order is placed, and the answer gets lost. */
function loseNextAnswer(handlers: ReturnType<typeof openConsole>['api']['handlers']) {
  server.use(
    http.post(
      `${API_URL}/orders`,
      async ({ request, requestId }) => {
        for (const handler of handlers) {
          const result = await handler.run({ request: request.clone(), requestId });
          if (result?.response) break;
        }
        await delay(1);
        return HttpResponse.error();
      },
      { once: true },
    ),
  );
}
