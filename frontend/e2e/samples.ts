/** Orders to look at: some of each status, over the last hour and days. */
import type { OrderRequest, OrderStatus } from '../src/api/types.ts';
import type { FakeOrders } from '../src/testing/fakeOrders.ts';

const BUYERS = [
  ['Leonie Köhler', 'Theodor-Heuss-Straße 34', 'Stuttgart', 'DE'],
  ['François Tremblay', '1498 rue Bélanger', 'Montréal', 'CA'],
  ['Luís Gonçalves', 'Av. Brigadeiro Faria Lima 2170', 'São José dos Campos', 'BR'],
  ['Bjørn Hansen', 'Ullevålsveien 14', 'Oslo', 'NO'],
  ['Astrid Gruber', 'Rotenturmstraße 4', 'Wien', 'AT'],
];

const PATHS: OrderStatus[][] = [
  [],
  ['CONFIRMED'],
  ['CONFIRMED', 'PAID'],
  ['CONFIRMED', 'PAID', 'SHIPPED'],
  ['CONFIRMED', 'PAID', 'SHIPPED', 'DELIVERED'],
  ['CANCELLED'],
  ['CONFIRMED', 'PAID', 'REFUNDED'],
];

export function placeSamples(orders: FakeOrders, owner: string, count: number): void {
  const now = Date.now();
  for (let index = count - 1; index >= 0; index -= 1) {
    // More and more of them towards now.
    const at = new Date(now - index * index * 9_000 - index * 20_000);
    const stored = orders.place(sample(index), owner, at);
    if (stored === undefined) throw new Error('a sample breaks a rule');
    for (const [step, to] of (PATHS[index % PATHS.length] ?? []).entries()) {
      orders.move(stored, to, 'admin', null, new Date(at.getTime() + (step + 1) * 1_400));
    }
  }
}

function sample(index: number): OrderRequest {
  const [name = '', line1 = '', city = '', country = ''] = BUYERS[index % BUYERS.length] ?? [];
  return {
    buyer: { name, email: 'customer@example.com', address: { line1, city, country } },
    currency: index % 9 === 4 ? 'JPY' : 'EUR',
    purchaseOrderReference: `PO-${4_200 + index}`,
    lines: [
      {
        description: 'Chair',
        sku: 'CH-01',
        quantity: String(1 + (index % 4)),
        unitPriceMinor: 4_999,
        taxRateBasisPoints: 1_900,
        ...(index % 3 === 0 && { discount: { percentBasisPoints: 1_000, reason: 'Spring sale' } }),
      },
      {
        description: 'Field guide to the birds of Europe',
        quantity: '1',
        unitPriceMinor: 2_450,
        taxRateBasisPoints: 700,
      },
    ],
    ...(index % 2 === 0 && { shipping: { amountMinor: 490, taxRateBasisPoints: 1_900 } }),
  };
}
