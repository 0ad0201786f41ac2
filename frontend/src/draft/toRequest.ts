/** From a draft that was checked to the order that the API takes. */
import type {
  AddressRequest,
  DiscountRequest,
  DocumentLocale,
  OrderRequest,
  ShippingRequest,
  TaxCategory,
} from '../api/types.ts';
import { takesReason, usualCategory } from '../money/taxCategory.ts';
import type { AddressValues } from './values.ts';

export interface TaxedValues {
  readonly taxRate: number;
  readonly taxCategory: '' | TaxCategory;
  readonly taxExemptionReason: string;
}

interface CheckedDraft {
  readonly buyer: {
    readonly name: string;
    readonly email: string;
    readonly phone: string;
    readonly taxId: string;
    readonly address: ParsedAddress;
  };
  readonly shipTo: { readonly name: string; readonly address: ParsedAddress } | undefined;
  readonly locale: DocumentLocale;
  readonly currency: string;
  readonly lines: readonly (TaxedValues & {
    readonly description: string;
    readonly sku: string;
    readonly quantity: string;
    readonly unitPrice: number;
    readonly discount: ParsedDiscount;
  })[];
  readonly discount: ParsedDiscount;
  readonly shipping: (TaxedValues & { readonly amount: number }) | undefined;
  readonly purchaseOrderReference: string;
  readonly notes: string;
}

type ParsedAddress = Required<AddressValues>;
type ParsedDiscount =
  | { readonly kind: 'none' }
  | { readonly kind: 'percent' | 'amount'; readonly value: number; readonly reason: string };

/** What was left empty is left out. */
export function toRequest(draft: CheckedDraft): OrderRequest {
  const { buyer, shipTo, shipping, purchaseOrderReference, notes } = draft;
  const discount = toDiscount(draft.discount);
  return {
    buyer: {
      name: buyer.name,
      ...(buyer.email && { email: buyer.email }),
      ...(buyer.phone && { phone: buyer.phone }),
      ...(buyer.taxId && { taxId: buyer.taxId }),
      address: toAddress(buyer.address),
    },
    ...(shipTo && {
      shipTo: {
        ...(shipTo.name && { name: shipTo.name }),
        address: toAddress(shipTo.address),
      },
    }),
    locale: draft.locale,
    currency: draft.currency,
    lines: draft.lines.map((line) => {
      const lineDiscount = toDiscount(line.discount);
      return {
        description: line.description,
        ...(line.sku && { sku: line.sku }),
        quantity: line.quantity,
        unitPriceMinor: line.unitPrice,
        ...(lineDiscount && { discount: lineDiscount }),
        ...toTax(line),
      };
    }),
    ...(discount && { discount }),
    ...(shipping && { shipping: { amountMinor: shipping.amount, ...toTax(shipping) } }),
    ...(purchaseOrderReference && { purchaseOrderReference }),
    ...(notes && { notes }),
  };
}

function toAddress(parsed: ParsedAddress): AddressRequest {
  const { line1, line2, postalCode, city, region, country } = parsed;
  return {
    line1,
    ...(line2 && { line2 }),
    ...(postalCode && { postalCode }),
    city,
    ...(region && { region }),
    country,
  };
}

function toDiscount(parsed: ParsedDiscount): DiscountRequest | undefined {
  if (parsed.kind === 'none') return undefined;
  const reason = parsed.reason && { reason: parsed.reason };
  return parsed.kind === 'percent'
    ? { percentBasisPoints: parsed.value, ...reason }
    : { amountMinor: parsed.value, ...reason };
}

function toTax(taxed: TaxedValues): Omit<ShippingRequest, 'amountMinor'> {
  const { taxRate, taxCategory, taxExemptionReason } = taxed;
  const mayHaveReason = takesReason(taxCategory || usualCategory(taxRate));
  return {
    taxRateBasisPoints: taxRate,
    ...(taxCategory && { taxCategory }),
    ...(mayHaveReason && taxExemptionReason && { taxExemptionReason }),
  };
}
