/** From the fields of a request that a price depends on to what is priced. */
import type { DiscountRequest, LineRequest, ShippingRequest } from '../api/types.ts';
import { parseDecimal } from './decimal.ts';
import type { Worth } from './discount.ts';
import type { LineToPrice, OrderToPrice, Tax } from './pricing.ts';
import { usualCategory } from './taxCategory.ts';

type Taxed = Pick<LineRequest, 'taxRateBasisPoints' | 'taxCategory'>;
type PricedParts = Pick<LineRequest, 'quantity' | 'unitPriceMinor' | 'discount'> & Taxed;

/** Throws for a quantity that no valid request has. */
export function orderToPrice(request: {
  readonly lines: readonly PricedParts[];
  readonly discount?: DiscountRequest | undefined;
  readonly shipping?: (Pick<ShippingRequest, 'amountMinor'> & Taxed) | undefined;
}): OrderToPrice {
  const { shipping } = request;
  return {
    lines: request.lines.map(lineToPrice),
    discount: worth(request.discount),
    shipping: shipping && { amount: BigInt(shipping.amountMinor), tax: tax(shipping) },
  };
}

function lineToPrice(line: PricedParts): LineToPrice {
  const tenThousandths = parseDecimal(String(line.quantity), 4);
  if (tenThousandths === undefined) throw new RangeError(`not a quantity: ${line.quantity}`);
  return {
    tenThousandths,
    unitPrice: BigInt(line.unitPriceMinor),
    discount: worth(line.discount),
    tax: tax(line),
  };
}

function worth(discount: DiscountRequest | undefined): Worth | undefined {
  if (discount?.percentBasisPoints !== undefined) {
    return { kind: 'percent', basisPoints: BigInt(discount.percentBasisPoints) };
  }
  if (discount?.amountMinor !== undefined) {
    return { kind: 'amount', minor: BigInt(discount.amountMinor) };
  }
  return undefined;
}

function tax(taxed: Taxed): Tax {
  return {
    basisPoints: BigInt(taxed.taxRateBasisPoints),
    category: taxed.taxCategory ?? usualCategory(taxed.taxRateBasisPoints),
  };
}
