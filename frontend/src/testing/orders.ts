/** Orders for tests. */
import type { OrderRequest } from '../api/types.ts';
import type { FakeOrders, StoredOrder } from './fakeOrders.ts';

export function orderRequest(more: Partial<OrderRequest> = {}): OrderRequest {
  return {
    buyer: {
      name: 'Leonie Köhler',
      address: { line1: 'Theodor-Heuss-Straße 34', city: 'Stuttgart', country: 'DE' },
    },
    currency: 'EUR',
    lines: [
      { description: 'Chair', quantity: '2', unitPriceMinor: 4_999, taxRateBasisPoints: 1_900 },
    ],
    ...more,
  };
}

export function placed(orders: FakeOrders, owner = 'ada', at?: Date): StoredOrder {
  const stored = orders.place(orderRequest(), owner, at);
  if (stored === undefined) throw new Error('the order breaks a rule');
  return stored;
}
