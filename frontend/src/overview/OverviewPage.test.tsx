import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { fakeApi } from '../testing/fakeApi.ts';
import { API_URL, openConsole } from '../testing/openConsole.tsx';
import { placed } from '../testing/orders.ts';

/** What stands below a term. */
function figure(term: string) {
  return screen.getByText(term, { selector: 'dt' }).nextElementSibling?.textContent;
}

/** What is said to be of the latest orders only. */
function noted() {
  const notes = screen.getAllByText('of the latest 100 orders').map((note) => note.parentElement);
  return notes.map((part) => part?.querySelector('dt, h2')?.textContent);
}

test('shows what the latest orders add up to', async () => {
  const api = fakeApi({ baseUrl: API_URL });
  placed(api.orders, 'ada', new Date(Date.now() - 3 * 3_600_000));
  api.orders.move(placed(api.orders), 'CONFIRMED', 'ada', null);
  placed(api.orders);
  openConsole('/', { api });

  await screen.findByRole('img', {
    name: 'Bar chart: 2 orders in the last 60 minutes, at most 2 in one minute.',
  });
  expect(figure('Placed in the last hour')).toBe('2');
  expect(figure('Waiting for confirmation')).toBe('2');
  expect(figure('With an invoice')).toBe('1');
  expect(figure('Ordered in the last hour')).toBe('€237.96');
  const shares = screen.getByRole('region', { name: 'By status' });
  expect(within(shares).getByRole('link', { name: /Pending/ }).getAttribute('href')).toBe(
    '/orders?status=PENDING',
  );
  expect(screen.getAllByRole('row')).toHaveLength(1 + 3);
});

test('of a busy hour, says of how many orders each figure is', async () => {
  const api = fakeApi({ baseUrl: API_URL });
  for (let index = 0; index < 101; index += 1) placed(api.orders);
  openConsole('/', { api });
  await screen.findAllByText('of the latest 100 orders');
  expect(noted()).toEqual([
    'Placed in the last hour',
    'Waiting for confirmation',
    'With an invoice',
    'Ordered in the last hour',
    'Orders in the last hour',
    'By status',
  ]);
});

test('an hour that was seen to its begin is told as it is', async () => {
  const api = fakeApi({ baseUrl: API_URL });
  const dayAgo = new Date(Date.now() - 86_400_000);
  for (let index = 0; index < 101; index += 1) placed(api.orders, 'ada', dayAgo);
  placed(api.orders);
  openConsole('/', { api });
  await screen.findAllByText('of the latest 100 orders');
  expect(noted()).toEqual(['Waiting for confirmation', 'With an invoice', 'By status']);
  // The whole hour was seen.
  expect(figure('Placed in the last hour')).toBe('1');
});

test('without orders, leads to the first one', async () => {
  openConsole('/');
  await screen.findByText('No orders yet');
  const main = screen.getByRole('main');
  expect(within(main).getAllByRole('link', { name: 'New order' })[0]?.getAttribute('href')).toBe(
    '/orders/new',
  );
});

test('shows how long orders wait for their invoice, and of how many', async () => {
  const api = fakeApi({ baseUrl: API_URL });
  for (let index = 0; index < 3; index += 1) {
    api.orders.move(placed(api.orders), 'CONFIRMED', 'ada', null);
  }
  placed(api.orders);
  openConsole('/', { api });
  await screen.findByText('of the latest 3 confirmed orders');
  expect(figure('p50')).toBe('1.2s');
  expect(figure('p99')).toBe('1.2s');
});

test('shows the depth of queues to operators, and to nobody else', async () => {
  const api = fakeApi({ baseUrl: API_URL });
  api.deadLetters.park(placed(api.orders), { code: 'render-failed', reason: 'no font' });
  const ops = openConsole('/', { api, role: 'ops' });
  const depths = await screen.findByRole('region', { name: 'Queues' });
  const rows = await within(depths).findAllByRole('listitem');
  expect(rows.map((row) => row.textContent)).toEqual([
    'Waiting order-status-changes.fifo3',
    'In flight order-status-changes.fifo2',
    'Status changes orders-prod-service-PipelineStatusChangesDeadLetters0A1B2C3D-33DE9EC9B0DDD.fifo1',
    'Stream failures stream-failures0',
    'Subscriptions subscription0',
  ]);
  expect(screen.queryByText('No orders yet')).toBeNull();
  ops.unmount();
  openConsole('/', { api });
  await screen.findByText('Latest orders');
  expect(screen.queryByRole('region', { name: 'Queues' })).toBeNull();
});
