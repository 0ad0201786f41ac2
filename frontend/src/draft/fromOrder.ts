/** Back from an order to what would place it as it is, and to what one would have typed for that. */
import type {
  Address,
  AddressRequest,
  DiscountRequest,
  Order,
  OrderRequest,
  ShippingRequest,
  TaxCategory,
} from '../api/types.ts';
import { placesOf } from '../money/currency.ts';
import { decimalText, fixedDecimalText, parseDecimal } from '../money/decimal.ts';
import { takesReason, usualCategory } from '../money/taxCategory.ts';
import { type AddressValues, type DraftValues, emptyDraft } from './values.ts';

type Discount = NonNullable<Order['discount']>;

export function requestOf(order: Order): OrderRequest {
  const { buyer, shipTo, shipping, discount, purchaseOrderReference, notes } = order;
  return {
    buyer: {
      name: buyer.name,
      ...(buyer.email && { email: buyer.email }),
      ...(buyer.phone && { phone: buyer.phone }),
      ...(buyer.taxId && { taxId: buyer.taxId }),
      address: addressOf(buyer.address),
    },
    ...(shipTo && {
      shipTo: { ...(shipTo.name && { name: shipTo.name }), address: addressOf(shipTo.address) },
    }),
    locale: order.locale ?? 'en',
    currency: order.currency,
    lines: order.lines.map((line) => ({
      description: line.description,
      ...(line.sku && { sku: line.sku }),
      quantity: decimalText(parseDecimal(line.quantity, 4) ?? 0n, 4),
      unitPriceMinor: line.unitPriceMinor,
      ...(line.discount && { discount: discountOf(line.discount) }),
      ...taxOf(line, order),
    })),
    ...(discount && { discount: discountOf(discount) }),
    ...(shipping && { shipping: { amountMinor: shipping.amountMinor, ...taxOf(shipping, order) } }),
    ...(purchaseOrderReference && { purchaseOrderReference }),
    ...(notes && { notes }),
  };
}

function addressOf({ line1, line2, postalCode, city, region, country }: Address): AddressRequest {
  return {
    line1,
    ...(line2 && { line2 }),
    ...(postalCode && { postalCode }),
    city,
    ...(region && { region }),
    country,
  };
}

/** A share stays a share, whatever it came to. */
function discountOf({ amountMinor, percentBasisPoints, reason }: Discount): DiscountRequest {
  const worth = percentBasisPoints == null ? { amountMinor } : { percentBasisPoints };
  return { ...worth, ...(reason && { reason }) };
}

interface Taxed {
  readonly taxRateBasisPoints: number;
  readonly taxCategory?: TaxCategory | null;
}

/** The reason why no tax is due stands in the totals, one for each category. */
function taxOf(taxed: Taxed, { totals }: Order): Omit<ShippingRequest, 'amountMinor'> {
  const { taxRateBasisPoints } = taxed;
  const usual = usualCategory(taxRateBasisPoints);
  const category = taxed.taxCategory ?? usual;
  const group = totals.taxSubtotals.find(
    (group) => group.taxCategory === category && group.taxRateBasisPoints === taxRateBasisPoints,
  );
  const reason = takesReason(category) && group?.taxExemptionReason;
  return {
    taxRateBasisPoints,
    ...(category !== usual && { taxCategory: category }),
    ...(reason && { taxExemptionReason: reason }),
  };
}

export function valuesOf(request: OrderRequest): DraftValues {
  const { buyer, shipTo, currency, shipping } = request;
  const locale = request.locale ?? 'en';
  const empty = emptyDraft(locale);
  const money = (minor: number) => fixedDecimalText(BigInt(minor), placesOf(currency));
  const discount = (wanted: DiscountRequest | undefined): DraftValues['discount'] => {
    if (wanted === undefined) return { ...empty.discount };
    const { amountMinor = 0, percentBasisPoints, reason } = wanted;
    return percentBasisPoints == null
      ? { kind: 'amount', value: money(amountMinor), reason: reason ?? '' }
      : { kind: 'percent', value: percentText(percentBasisPoints), reason: reason ?? '' };
  };
  return {
    buyer: {
      name: buyer.name,
      email: buyer.email ?? '',
      phone: buyer.phone ?? '',
      taxId: buyer.taxId ?? '',
      address: addressValues(buyer.address),
    },
    shipElsewhere: shipTo !== undefined,
    shipTo: shipTo
      ? { name: shipTo.name ?? '', address: addressValues(shipTo.address) }
      : empty.shipTo,
    locale,
    currency,
    lines: request.lines.map((line) => ({
      description: line.description,
      sku: line.sku ?? '',
      quantity: String(line.quantity),
      unitPrice: money(line.unitPriceMinor),
      discount: discount(line.discount),
      ...taxValues(line),
    })),
    discount: discount(request.discount),
    shipping: shipping
      ? { amount: money(shipping.amountMinor), ...taxValues(shipping) }
      : empty.shipping,
    purchaseOrderReference: request.purchaseOrderReference ?? '',
    notes: request.notes ?? '',
  };
}

function addressValues(address: AddressRequest): AddressValues {
  const { line1, line2, postalCode, city, region, country } = address;
  return {
    line1,
    line2: line2 ?? '',
    postalCode: postalCode ?? '',
    city,
    region: region ?? '',
    country,
  };
}

function taxValues(taxed: Omit<ShippingRequest, 'amountMinor'>) {
  return {
    taxRate: percentText(taxed.taxRateBasisPoints),
    taxCategory: taxed.taxCategory ?? '',
    taxExemptionReason: taxed.taxExemptionReason ?? '',
  };
}

function percentText(basisPoints: number): string {
  return decimalText(BigInt(basisPoints), 2);
}
