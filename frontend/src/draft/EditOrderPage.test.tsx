import { act, screen, waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { fakeApi } from '../testing/fakeApi.ts';
import { API_URL, openConsole } from '../testing/openConsole.tsx';
import { orderRequest } from '../testing/orders.ts';
import { server } from '../testing/server.ts';
import { requestOf, valuesOf } from './fromOrder.ts';
import { orderSchema } from './orderSchema.ts';

const full = orderRequest({
  buyer: {
    name: 'Leonie Köhler',
    email: 'leonie@example.com',
    taxId: 'DE136695976',
    address: { line1: 'Straße 34', postalCode: '70174', city: 'Stuttgart', country: 'DE' },
  },
  shipTo: { address: { line1: 'Gate 1', city: 'Oslo', country: 'NO' } },
  locale: 'de',
  lines: [
    { description: 'Chair', sku: 'C-1', quantity: '2.5', unitPriceMinor: 4_990, taxRateBasisPoints: 1_900, discount: { percentBasisPoints: 250, reason: 'Spring' } },
    { description: 'Book', quantity: '1', unitPriceMinor: 100, taxRateBasisPoints: 0, taxCategory: 'EXEMPT', taxExemptionReason: 'Article 132' },
  ],
  discount: { amountMinor: 100 },
  shipping: { amountMinor: 490, taxRateBasisPoints: 700 },
  purchaseOrderReference: 'PO-1',
  notes: 'Ring twice',
});

/** The page that changes an order of ada's. */
function open(request = orderRequest()) {
  const api = fakeApi({ baseUrl: API_URL });
  const stored = api.orders.place(request, 'ada');
  if (stored === undefined) throw new Error('the order breaks a rule');
  const path = `/orders/${stored.order.orderId}/edit`;
  return { ...openConsole(path, { api }), stored, path };
}

function watch() {
  const sent: { ifMatch: string | null; type: string | null; body: unknown }[] = [];
  server.events.on('request:start', async ({ request }) => {
    if (request.method !== 'PATCH') return;
    const [ifMatch, type] = [request.headers.get('If-Match'), request.headers.get('Content-Type')];
    sent.push({ ifMatch, type, body: await request.clone().json() });
  });
  return sent;
}

async function type(user: UserEvent, label: string, text: string) {
  const field = await screen.findByLabelText(label);
  await user.clear(field);
  await user.type(field, text);
}

const save = (user: UserEvent) => user.click(screen.getByRole('button', { name: 'Save the changes' }));

test('what an order says is what would be typed for it, and back', () => {
  const api = fakeApi({ baseUrl: API_URL });
  const stored = api.orders.place(full, 'ada');
  if (stored === undefined) throw new Error('the order breaks a rule');
  const request = requestOf({ ...stored.order, nextStatuses: [] });
  expect(request).toEqual(full);
  const values = valuesOf(request);
  expect(orderSchema(values).parse(values)).toEqual(full);
});

test('only what was changed is sent, for the version that was seen', async () => {
  const sent = watch();
  const { user, stored } = open(full);
  await type(user, 'Notes', 'Ring once');
  await user.clear(screen.getByLabelText('Your reference'));
  await save(user);
  await screen.findByRole('heading', { name: /^Order / });
  expect(sent).toEqual([
    {
      ifMatch: '"1"',
      type: 'application/merge-patch+json',
      body: { notes: 'Ring once', purchaseOrderReference: null },
    },
  ]);
  expect(stored.order.notes).toBe('Ring once');
  await screen.findByText('Order amended');
});

test('where a price changes, the total that was shown goes along', async () => {
  const sent = watch();
  const { user } = open();
  await type(user, 'Quantity', '3');
  await screen.findByText('€178.46');
  await save(user);
  await screen.findByText('Order amended');
  expect(sent[0]?.body).toEqual({
    lines: [{ description: 'Chair', quantity: '3', unitPriceMinor: 4_999, taxRateBasisPoints: 1_900 }],
    totalMinor: 17_846,
  });
});

test('who was overtaken keeps what was typed, and puts it on top (412)', async () => {
  const sent = watch();
  const { user, stored, api } = open(full);
  await type(user, 'Notes', 'Ring once');
  api.orders.amend(stored, { ...full, purchaseOrderReference: 'PO-2' }, 'colleague');
  await save(user);
  await screen.findByText('The order has changed since you began');
  screen.getByText(/Somebody else changed: purchaseOrderReference/);
  expect(screen.getByLabelText('Notes')).toHaveProperty('value', 'Ring once');

  await user.click(screen.getByRole('button', { name: 'Put mine on top' }));
  await waitFor(() => expect(screen.getByLabelText('Your reference')).toHaveProperty('value', 'PO-2'));
  expect(screen.getByLabelText('Notes')).toHaveProperty('value', 'Ring once');
  await save(user);
  await screen.findByRole('heading', { name: /^Order / });
  expect(sent.at(-1)).toMatchObject({ ifMatch: '"2"', body: { notes: 'Ring once' } });
  expect(stored.order).toMatchObject({ notes: 'Ring once', purchaseOrderReference: 'PO-2' });
});

test('an order that was confirmed meanwhile cannot be changed', async () => {
  const { user, stored, api } = open();
  await type(user, 'Notes', 'Ring once');
  api.orders.move(stored, 'CONFIRMED', 'ada', null);
  await save(user);
  await screen.findByText('This order cannot be changed any more');
  expect(screen.getByRole('button', { name: 'Save the changes' })).toHaveProperty('disabled', true);
});

test('what was typed is there after a reload, and gone when discarded', async () => {
  const first = open();
  await type(first.user, 'Notes', 'Ring once');
  first.unmount();
  const { user } = openConsole(first.path, { api: first.api });
  await screen.findByText('Your changes were restored.');
  expect(screen.getByLabelText('Notes')).toHaveProperty('value', 'Ring once');
  await user.click(screen.getByRole('button', { name: 'Discard changes' }));
  expect(screen.getByLabelText('Notes')).toHaveProperty('value', '');
});

test('a change whose answer got lost is not done twice', async () => {
  const { user, stored, api } = open();
  await type(user, 'Notes', 'Ring once');
  server.use(
    http.patch(
      `${API_URL}/orders/:id`,
      () => {
        api.orders.amend(stored, orderRequest({ locale: 'en', notes: 'Ring once' }), 'ada');
        return HttpResponse.error();
      },
      { once: true },
    ),
  );
  await save(user);
  await screen.findByText('No answer came');
  await save(user);
  await screen.findByRole('heading', { name: /^Order / });
  expect(stored.order.version).toBe(2);
});

test('a double click saves once', async () => {
  const sent = watch();
  const { user } = open();
  await type(user, 'Notes', 'Ring once');
  const button = screen.getByRole('button', { name: 'Save the changes' });
  // Faster than the button is drawn anew.
  act(() => {
    button.click();
    button.click();
  });
  await screen.findByRole('heading', { name: /^Order / });
  expect(sent).toHaveLength(1);
});

test('only pending orders offer it', async () => {
  const { path, api, stored, unmount } = open();
  unmount();
  const orderPath = path.replace('/edit', '');
  const pending = openConsole(orderPath, { api });
  const link = await screen.findByRole('link', { name: 'Change' });
  expect(link.getAttribute('href')).toBe(path);
  pending.unmount();
  api.orders.move(stored, 'CONFIRMED', 'ada', null);
  openConsole(orderPath, { api });
  await screen.findByRole('heading', { name: /^INV-/ });
  expect(screen.queryByRole('link', { name: 'Change' })).toBeNull();
});
