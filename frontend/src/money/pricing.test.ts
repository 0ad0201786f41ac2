import { expect, test } from 'vitest';
import vectors from '../../../schemas/examples/pricing/vectors.json' with { type: 'json' };
import { z } from 'zod/mini';
import { orderToPrice } from './orderToPrice.ts';
import { priceOrder } from './pricing.ts';
import { TAX_CATEGORIES } from './taxCategory.ts';

const discount = z.exactOptional(
  z.object({
    percentBasisPoints: z.exactOptional(z.int()),
    amountMinor: z.exactOptional(z.int()),
  }),
);
const taxed = {
  taxRateBasisPoints: z.int(),
  taxCategory: z.exactOptional(z.enum(TAX_CATEGORIES)),
};
const orderSchema = z.object({
  lines: z.array(
    z.object({
      quantity: z.union([z.string(), z.int()]),
      unitPriceMinor: z.int(),
      discount,
      ...taxed,
    }),
  ),
  discount,
  shipping: z.exactOptional(z.object({ amountMinor: z.int(), ...taxed })),
});

const text = (minor: bigint) => minor.toString();

test('there are enough cases', () => {
  expect(vectors.cases.length).toBeGreaterThanOrEqual(40);
});

test.each(vectors.cases)('as the server has it: $name', ({ order, expected }) => {
  const price = priceOrder(orderToPrice(orderSchema.parse(order)));
  expect(wire(price)).toEqual(expected);
});

function wire(price: ReturnType<typeof priceOrder>) {
  if (price.kind === 'refused') return { faults: price.faults };
  const { totals } = price;
  return {
    lines: price.lines.map((line) => ({
      discountMinor: text(line.discount),
      netMinor: text(line.net),
    })),
    totals: {
      discountMinor: text(totals.discount),
      shippingMinor: text(totals.shipping),
      netMinor: text(totals.net),
      taxMinor: text(totals.tax),
      grossMinor: text(totals.gross),
      taxSubtotals: totals.groups.map((group) => ({
        taxCategory: group.tax.category,
        taxRateBasisPoints: Number(group.tax.basisPoints),
        discountMinor: text(group.discount),
        netMinor: text(group.net),
        taxMinor: text(group.amount),
      })),
    },
  };
}
