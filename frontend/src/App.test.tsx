import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { App } from './App.tsx';

const ID = '01989e2c-7a4b-7c31-9f02-5d6e8a1b3c4d';
const OTHER_ID = '01989e2d-0000-7000-8000-00000000000f';

const confirmed = {
  orderId: ID,
  status: 'CONFIRMED',
  version: 2,
  currency: 'EUR',
  createdAt: '2026-11-24T06:07:08.123Z',
  totals: { netMinor: 107_000, taxMinor: 20_330, grossMinor: 127_330 },
  invoice: { number: '2026-A-000042', issuedAt: '2026-11-24T06:09:00.000Z' },
  nextStatuses: ['PAID', 'CANCELLED'],
};

afterEach(cleanup);

test('shows status, version, total and invoice number of the order', async () => {
  const fetch = await lookUp(ID, () => json(200, confirmed));

  await screen.findByText('Confirmed');
  expect(fact('Version')).toBe('2');
  expect(fact('Total')).toBe('€1,273.30€1,070.00 net + €203.30 tax');
  expect(fact('Invoice number')).toBe('2026-A-000042Issued 24 November 2026');
  expect(fetch.mock.calls[0]?.[0]).toBe(`https://api.test/v1/orders/${ID}`);
});

test('says so when the order has no invoice', async () => {
  const { invoice: _, ...order } = confirmed;
  await lookUp(ID, () => json(200, { ...order, status: 'PENDING', version: 1 }));

  await screen.findByText('Pending');
  expect(fact('Invoice number')).toBe('None');
});

test('accepts an id with capitals and blanks around it', async () => {
  const fetch = await lookUp(` ${ID.toUpperCase()} `, () => json(200, confirmed));

  expect(fetch.mock.calls[0]?.[0]).toBe(`https://api.test/v1/orders/${ID}`);
});

test.each(['', '42', '550e8400-e29b-41d4-a716-446655440000'])(
  'refuses `%s` as an order id without asking the API',
  async (id) => {
    const fetch = await lookUp(id, () => json(200, confirmed));

    const input = screen.getByLabelText('Order id');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(input);
    const hint = document.getElementById(input.getAttribute('aria-describedby') ?? '');
    expect(hint?.textContent).toMatch(/^This is not an order id/);
    expect(fetch).not.toHaveBeenCalled();
  },
);

test('is busy until the API has answered', async () => {
  const answer = later();
  await lookUp(ID, () => answer.promise);

  const loading = screen.getByText('Looking up the order…');
  expect(loading.closest('[aria-live]')?.getAttribute('aria-busy')).toBe('true');

  answer.resolve(json(200, confirmed));
  await screen.findByText('Confirmed');
  expect(screen.queryByText('Looking up the order…')).toBeNull();
});

test('keeps the newest lookup when an older one is answered after it', async () => {
  const older = later();
  const newer = json(200, { ...confirmed, orderId: OTHER_ID, status: 'SHIPPED' });
  await lookUp(ID, (url) => (url.endsWith(OTHER_ID) ? newer : older.promise));
  await submit(OTHER_ID);
  await screen.findByText('Shipped');

  const answer = json(200, confirmed);
  older.resolve(answer);
  await waitFor(() => expect(answer.bodyUsed).toBe(true));
  await act(async () => {});
  expect(screen.queryByText('Confirmed')).toBeNull();
});

test("shows the API's own words when there is no such order", async () => {
  await lookUp(ID, () =>
    problem(404, { title: 'Order not found', detail: `There is no order \`${ID}\`.` }),
  );

  await screen.findByText('Order not found');
  screen.getByText(`There is no order \`${ID}\`.`);
});

test('finds words of its own for a bare 404', async () => {
  await lookUp(ID, () => new Response(null, { status: 404 }));

  await screen.findByText('No such order');
});

test('shows title and detail of a problem', async () => {
  await lookUp(ID, () => problem(401, { title: 'Unauthorized', detail: 'Send a bearer token.' }));

  await screen.findByText('Unauthorized');
  screen.getByText('Send a bearer token.');
});

test.each([
  [
    "a proxy's error page",
    () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
    /status 502/,
  ],
  ['an unreachable API', () => Promise.reject(new TypeError('fetch failed')), /cannot be reached/],
  ['a page instead of JSON', () => new Response('<!doctype html>'), /not an order/],
  ['a total that is not whole', () => json(200, withGross(0.5)), /not an order/],
  ['a total too large to be exact', () => json(200, withGross(2 ** 53)), /not an order/],
  ['an unknown status', () => json(200, { ...confirmed, status: 'LOST' }), /not an order/],
])('reports %s as an error', async (_, answer, title) => {
  await lookUp(ID, answer);

  await screen.findByText(title);
});

test('gives up when the API does not answer in time', async () => {
  const timeout = new AbortController();
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(timeout.signal);
  await lookUp(
    ID,
    (_, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      }),
  );

  timeout.abort();
  await screen.findByText('The order API took too long');
});

test.each([undefined, ''])("says what to set when the API's address is `%s`", (apiUrl) => {
  render(<App apiUrl={apiUrl} />);

  screen.getByText('VITE_API_URL');
  expect(screen.queryByLabelText('Order id')).toBeNull();
});

type Answer = (url: string, init?: RequestInit) => Response | Promise<Response>;

/** Opens the page with `answer` in place of the network, and looks `id` up. */
async function lookUp(id: string, answer: Answer) {
  const fetch = vi.fn(async (url: string, init?: RequestInit) => answer(url, init));
  vi.stubGlobal('fetch', fetch);
  render(<App apiUrl="https://api.test/v1/" />);
  await submit(id);
  return fetch;
}

async function submit(id: string) {
  const user = userEvent.setup();
  const input = screen.getByLabelText('Order id');
  await user.clear(input);
  await user.click(input);
  await user.paste(id);
  await user.keyboard('{Enter}');
}

function fact(term: string) {
  return screen.getByText(term, { selector: 'dt' }).nextElementSibling?.textContent;
}

function json(status: number, body: unknown) {
  return Response.json(body, { status });
}

function problem(status: number, body: { title: string; detail: string }) {
  return Response.json(body, { status, headers: { 'Content-Type': 'application/problem+json' } });
}

function withGross(grossMinor: number) {
  return { ...confirmed, totals: { ...confirmed.totals, grossMinor } };
}

function later() {
  let resolve: (response: Response) => void = () => {};
  const promise = new Promise<Response>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
