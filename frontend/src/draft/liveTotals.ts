/** What the draft comes to so far, from the lines that are complete. */
import { placesOf } from '../money/currency.ts';
import { parseDecimal } from '../money/decimal.ts';
import type { Worth } from '../money/discount.ts';
import {
  type LineToPrice,
  type OrderToPrice,
  type PricedLine,
  type PricedTotals,
  priceLine,
  priceOrder,
  type Tax,
} from '../money/pricing.ts';
import { TAX_CATEGORIES, usualCategory } from '../money/taxCategory.ts';
import { parsePercent, parseQuantity } from './fields.ts';
import { type DraftValues, isBlankLine, type LineValues } from './values.ts';

export interface LiveTotals {
  /** Undefined if there is nothing to add up, or it breaks a rule. */
  readonly totals: PricedTotals | undefined;
  readonly incomplete: number;
}

export function liveTotals(values: DraftValues): LiveTotals {
  const { currency } = values;
  const lines = values.lines.filter((line) => !isBlankLine(line));
  const complete = lines.flatMap((line) => readLine(line, currency) ?? []);
  const discount = readDiscount(values.discount, currency);
  const incomplete = lines.length - complete.length;
  if (complete.length === 0 || discount === 'incomplete') return { totals: undefined, incomplete };
  const shipping = readShipping(values.shipping, currency);
  const price = priceOrder({ lines: complete, discount, shipping });
  return { totals: price.kind === 'priced' ? price.totals : undefined, incomplete };
}

/** What one line comes to, if it is complete and valid. */
export function liveLine(line: LineValues, currency: string): PricedLine | undefined {
  const complete = readLine(line, currency);
  const price = complete && priceLine(complete, 0);
  return price && 'net' in price ? price : undefined;
}

function readLine(line: LineValues, currency: string): LineToPrice | undefined {
  const tenThousandths = parseQuantity(line.quantity);
  const unitPrice = parseDecimal(line.unitPrice, placesOf(currency));
  const tax = readTax(line);
  const discount = readDiscount(line.discount, currency);
  if (tenThousandths === undefined || unitPrice === undefined || tax === undefined) {
    return undefined;
  }
  return discount === 'incomplete' ? undefined : { tenThousandths, unitPrice, tax, discount };
}

function readTax(taxed: { taxRate: string; taxCategory: string }): Tax | undefined {
  const basisPoints = parsePercent(taxed.taxRate);
  if (basisPoints === undefined) return undefined;
  const chosen = TAX_CATEGORIES.find((category) => category === taxed.taxCategory);
  return { basisPoints, category: chosen ?? usualCategory(basisPoints) };
}

function readDiscount(
  { kind, value }: DraftValues['discount'],
  currency: string,
): Worth | undefined | 'incomplete' {
  if (kind === 'none') return undefined;
  if (kind === 'percent') {
    const basisPoints = parsePercent(value);
    return basisPoints === undefined ? 'incomplete' : { kind, basisPoints };
  }
  const minor = parseDecimal(value, placesOf(currency));
  return minor === undefined ? 'incomplete' : { kind, minor };
}

function readShipping(
  shipping: DraftValues['shipping'],
  currency: string,
): OrderToPrice['shipping'] {
  const amount = parseDecimal(shipping.amount, placesOf(currency));
  const tax = readTax(shipping);
  return amount === undefined || tax === undefined ? undefined : { amount, tax };
}
