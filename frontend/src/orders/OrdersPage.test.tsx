import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { API_URL, openConsole } from '../testing/openConsole.tsx';
import { fakeApi } from '../testing/fakeApi.ts';
import { placed } from '../testing/orders.ts';
import { server } from '../testing/server.ts';

function apiWith(count: number) {
  const api = fakeApi({ baseUrl: API_URL });
  for (let index = 0; index < count; index += 1) {
    placed(api.orders, 'ada', new Date(Date.UTC(2026, 10, 1 + index)));
  }
  return api;
}

test('shows what a row tells of an order', async () => {
  const api = apiWith(1);
  const [stored] = api.orders.stored.values();
  if (stored) api.orders.move(stored, 'CONFIRMED', 'ada', null);
  openConsole('/orders', { api });

  const row = await screen.findByRole('row', { name: /Leonie Köhler/ });
  within(row).getByRole('cell', { name: 'Confirmed' });
  within(row).getByText(/^INV-\d{4}-000001$/);
  within(row).getByText('€118.98');
});

test('says so when there are no orders, and when none matches', async () => {
  const { user } = openConsole('/orders');
  await screen.findByText('No orders yet');

  await user.selectOptions(screen.getByLabelText('Status'), 'PAID');
  await screen.findByText('No orders match');
  await waitFor(() => expect(window.location.search).toContain('status=PAID'));
  await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[0] ?? document.body);
  await screen.findByText('No orders yet');
});

test('takes its filters from the address, and leaves out what makes no sense', async () => {
  const asked: string[] = [];
  server.events.on('request:start', ({ request }) => asked.push(request.url));
  openConsole('/orders?status=LOST&from=2026-11-02&sort=oldest', { api: apiWith(3) });

  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(1 + 2));
  const query = new URL(asked.find((url) => url.includes('/orders?')) ?? '').searchParams;
  expect(query.get('status')).toBeNull();
  expect(query.get('sort')).toBe('oldest');
  expect(query.get('from')).toBe(new Date('2026-11-02T00:00:00').toISOString());
});

test('pages forward by the cursor, and back to the first page', async () => {
  const { user } = openConsole('/orders', { api: apiWith(25) });
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(1 + 20));

  await user.click(screen.getByRole('link', { name: 'Next page' }));
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(1 + 5));
  screen.getByText('Page 2');
  await user.click(screen.getByRole('link', { name: 'First page' }));
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(1 + 20));
});

test('pages are as long as the address says, and as somebody chooses', async () => {
  const { user } = openConsole('/orders?limit=4', { api: apiWith(25) });
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(1 + 4));
  expect(screen.getByLabelText('Per page')).toHaveProperty('value', '4');
  await user.click(screen.getByRole('link', { name: 'Next page' }));
  await screen.findByText('Page 2');
  expect(new URLSearchParams(window.location.search).get('limit')).toBe('4');

  await user.selectOptions(screen.getByLabelText('Per page'), '50');
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(1 + 25));
  // Another length begins at the first page.
  expect(window.location.search).toBe('?limit=50');
  expect(screen.queryByText(/^Page/)).toBeNull();
});

test('asks for the owner only those who may see everybody’s', async () => {
  openConsole('/orders', { role: 'admin', api: apiWith(1) });
  await screen.findByRole('row', { name: /Leonie/ });
  screen.getByLabelText('Owner');
});

test('tells what went wrong, and tries again when asked to', async () => {
  const refuse = http.get(`${API_URL}/orders`, () =>
    HttpResponse.text('<h1>blocked by a proxy</h1>', { status: 403 }),
  );
  const { user } = openConsole('/orders', { instead: [refuse] });
  await screen.findByText('This could not be loaded');
  screen.getByText('The answer had status 403.');

  server.resetHandlers(...apiWith(1).handlers);
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByRole('row', { name: /Leonie/ });
});

test('an operator is shown no table without rows, but a way to what failed of an order', async () => {
  const api = apiWith(2);
  const [stored] = api.orders.stored.values();
  if (stored === undefined) throw new Error('it was placed');
  api.deadLetters.park(stored, { code: 'render-failed', reason: 'no font' });
  const { user } = openConsole('/orders', { role: 'ops', subject: 'olga', api });

  await screen.findByText('You have no orders of your own');
  expect(screen.queryByText('No orders yet')).toBeNull();
  expect(screen.queryByLabelText('Status')).toBeNull();
  await user.type(screen.getByLabelText('Order id'), ` ${stored.order.orderId} {Enter}`);
  await screen.findByRole('link', { name: 'render-failed' });
  expect(window.location.search).toBe(`?orderId=${stored.order.orderId}`);
});

test('an operator who placed orders sees those', async () => {
  const api = apiWith(0);
  placed(api.orders, 'olga');
  openConsole('/orders', { role: 'ops', subject: 'olga', api });
  await screen.findByRole('row', { name: /Leonie/ });
});
