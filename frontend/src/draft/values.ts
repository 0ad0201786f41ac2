/** A draft as it is typed: all text, whatever it may become. */
import { z } from 'zod/mini';

const text = z.string();

const addressValues = z.object({
  line1: text,
  line2: text,
  postalCode: text,
  city: text,
  region: text,
  country: text,
});

const discountValues = z.object({
  kind: z.enum(['none', 'percent', 'amount']),
  value: text,
  reason: text,
});

const taxValues = {
  taxRate: text,
  /** Empty: by the rate. */
  taxCategory: text,
  taxExemptionReason: text,
};

const lineValues = z.object({
  description: text,
  sku: text,
  quantity: text,
  unitPrice: text,
  discount: discountValues,
  ...taxValues,
});

export const draftValues = z.object({
  buyer: z.object({ name: text, email: text, phone: text, taxId: text, address: addressValues }),
  shipElsewhere: z.boolean(),
  shipTo: z.object({ name: text, address: addressValues }),
  locale: text,
  currency: text,
  lines: z.array(lineValues),
  discount: discountValues,
  /** No amount: no shipping. */
  shipping: z.object({ amount: text, ...taxValues }),
  purchaseOrderReference: text,
  notes: text,
});

export type DraftValues = z.infer<typeof draftValues>;
export type LineValues = DraftValues['lines'][number];
export type AddressValues = DraftValues['buyer']['address'];

const noDiscount: DraftValues['discount'] = { kind: 'none', value: '', reason: '' };
const noTax = { taxRate: '', taxCategory: '', taxExemptionReason: '' };

function emptyAddress(): AddressValues {
  return { line1: '', line2: '', postalCode: '', city: '', region: '', country: '' };
}

/** A line like `before` in what lines of an order usually share. */
export function emptyLine(before?: LineValues): LineValues {
  return {
    description: '',
    sku: '',
    quantity: '1',
    unitPrice: '',
    discount: { ...noDiscount },
    ...noTax,
    taxRate: before?.taxRate ?? '',
    taxCategory: before?.taxCategory ?? '',
    taxExemptionReason: before?.taxExemptionReason ?? '',
  };
}

export function isBlankLine(line: LineValues): boolean {
  return [line.description, line.sku, line.unitPrice].every((value) => value.trim() === '');
}

export function emptyDraft(locale: string): DraftValues {
  return {
    buyer: { name: '', email: '', phone: '', taxId: '', address: emptyAddress() },
    shipElsewhere: false,
    shipTo: { name: '', address: emptyAddress() },
    locale,
    currency: 'EUR',
    lines: [emptyLine()],
    discount: { ...noDiscount },
    shipping: { amount: '', ...noTax },
    purchaseOrderReference: '',
    notes: '',
  };
}
