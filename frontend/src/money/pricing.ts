/**
 * What an order costs, by the rules of the server (`order-core`): whole minor units, each line
 * rounded half away from zero, the tax once per rate and category on the summed net.
 *
 * What people see while they type. The server computes every total again, and its answer counts.
 */
import type { TaxCategory } from '../api/types.ts';
import { allocate, compare, divideRounded, shareOf, takenOff, type Worth } from './discount.ts';
import { taxCategoryOrder } from './taxCategory.ts';

export interface Tax {
  readonly basisPoints: bigint;
  readonly category: TaxCategory;
}

export interface LineToPrice {
  readonly tenThousandths: bigint;
  readonly unitPrice: bigint;
  readonly discount: Worth | undefined;
  readonly tax: Tax;
}

export interface OrderToPrice {
  readonly lines: readonly LineToPrice[];
  readonly discount: Worth | undefined;
  readonly shipping: { readonly amount: bigint; readonly tax: Tax } | undefined;
}

export interface PricedLine {
  readonly discount: bigint;
  readonly net: bigint;
}

export interface TaxGroup {
  readonly tax: Tax;
  readonly discount: bigint;
  readonly net: bigint;
  readonly amount: bigint;
}

export interface PricedTotals {
  readonly discount: bigint;
  readonly shipping: bigint;
  readonly net: bigint;
  readonly tax: bigint;
  readonly gross: bigint;
  /** Sorted by rate, then category. */
  readonly groups: readonly TaxGroup[];
}

export interface PriceFault {
  /** Where in the order, as a JSON pointer. */
  readonly pointer: string;
  readonly rule: 'AMOUNT_TOO_LARGE' | 'DISCOUNT_TOO_LARGE';
}

export type Price =
  | {
      readonly kind: 'priced';
      readonly lines: readonly PricedLine[];
      readonly totals: PricedTotals;
    }
  | { readonly kind: 'refused'; readonly faults: readonly PriceFault[] };

const QUANTITY_SCALE = 10_000n;
const LARGEST = 2n ** 63n - 1n;

export function priceOrder(order: OrderToPrice): Price {
  const lines = order.lines.map((line, index) => priceLine(line, index));
  const faults = lines.filter((line) => 'rule' in line);
  const priced = lines.flatMap((line, index) => {
    const tax = order.lines[index]?.tax;
    return 'rule' in line || tax === undefined ? [] : [{ ...line, tax }];
  });
  const totals = addUp(priced, order.discount, order.shipping);
  if ('rule' in totals) return { kind: 'refused', faults: [...faults, totals] };
  if (faults.length > 0) return { kind: 'refused', faults };
  const plain = priced.map(({ discount, net }) => ({ discount, net }));
  return { kind: 'priced', lines: plain, totals };
}

/** One line by itself, so that it can be shown while others are not complete. */
export function priceLine(line: LineToPrice, index: number): PricedLine | PriceFault {
  const full = divideRounded(line.tenThousandths * line.unitPrice, QUANTITY_SCALE);
  if (full > LARGEST) return { pointer: `/lines/${index}`, rule: 'AMOUNT_TOO_LARGE' };
  const discount = takenOff(line.discount, full);
  if (discount === undefined) {
    return { pointer: `/lines/${index}/discount`, rule: 'DISCOUNT_TOO_LARGE' };
  }
  return { discount, net: full - discount };
}

interface OpenGroup {
  readonly tax: Tax;
  net: bigint;
  shipping: bigint;
}

function addUp(
  lines: readonly (PricedLine & { readonly tax: Tax })[],
  orderDiscount: Worth | undefined,
  shipping: OrderToPrice['shipping'],
): PricedTotals | PriceFault {
  const tooLarge: PriceFault = { pointer: '/lines', rule: 'AMOUNT_TOO_LARGE' };
  const linesNet = sum(lines.map((line) => line.net));
  if (linesNet > LARGEST) return tooLarge;
  const discount = takenOff(orderDiscount, linesNet);
  if (discount === undefined) return { pointer: '/discount', rule: 'DISCOUNT_TOO_LARGE' };

  const open = openGroups(lines, shipping);
  const parts = allocate(
    discount,
    open.map((group) => group.net),
  );
  const groups = open.map((group, index): TaxGroup => {
    const part = parts[index] ?? 0n;
    const net = group.net - part + group.shipping;
    return { tax: group.tax, discount: part, net, amount: shareOf(net, group.tax.basisPoints) };
  });
  const net = sum(groups.map((group) => group.net));
  const tax = sum(groups.map((group) => group.amount));
  if (net + tax > LARGEST) return tooLarge;
  return { discount, shipping: shipping?.amount ?? 0n, net, tax, gross: net + tax, groups };
}

function openGroups(
  lines: readonly (PricedLine & { readonly tax: Tax })[],
  shipping: OrderToPrice['shipping'],
): OpenGroup[] {
  const groups = new Map<string, OpenGroup>();
  const groupOf = (tax: Tax) => {
    const key = `${tax.basisPoints} ${tax.category}`;
    const group = groups.get(key) ?? { tax, net: 0n, shipping: 0n };
    groups.set(key, group);
    return group;
  };
  for (const line of lines) groupOf(line.tax).net += line.net;
  if (shipping) groupOf(shipping.tax).shipping = shipping.amount;
  return [...groups.values()].sort(
    (a, b) =>
      compare(a.tax.basisPoints, b.tax.basisPoints) ||
      taxCategoryOrder[a.tax.category] - taxCategoryOrder[b.tax.category],
  );
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
