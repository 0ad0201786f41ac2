/** From a draft to the order that the API takes, or to everything that is wrong with it. */
import { z } from 'zod/mini';
import type { DocumentLocale, OrderRequest, TaxCategory } from '../api/types.ts';
import { orderToPrice } from '../money/orderToPrice.ts';
import { priceOrder } from '../money/pricing.ts';
import { TAX_CATEGORIES, usualCategory } from '../money/taxCategory.ts';
import { faultCode } from './faults.ts';
import { amount, email, paragraphs, percent, quantity, requiredText, text } from './fields.ts';
import { limits } from './limits.ts';
import { fieldOf } from './pointers.ts';
import { type TaxedValues, toRequest } from './toRequest.ts';
import type { DraftValues } from './values.ts';

const DOCUMENT_LOCALES: readonly DocumentLocale[] = ['en', 'es', 'de', 'fr', 'pt'];

const category = z.pipe(
  z.string(),
  z.union([z.literal(''), z.enum(TAX_CATEGORIES)], faultCode('invalid')),
);

const address = z.object({
  line1: requiredText(limits.line1),
  line2: text(limits.line2),
  postalCode: text(limits.postalCode),
  city: requiredText(limits.city),
  region: text(limits.region),
  country: z.string().check(z.regex(/^[A-Z]{2}$/, faultCode('required'))),
});

/** Depends on what is chosen elsewhere in the draft, so it is made for each check. */
export function orderSchema({ currency, shipElsewhere, shipping }: DraftValues) {
  const discount = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('percent'), value: percent, reason: text(limits.discountReason) }),
    z.object({
      kind: z.literal('amount'),
      value: amount(currency),
      reason: text(limits.discountReason),
    }),
  ]);
  const tax = {
    taxRate: percent,
    taxCategory: category,
    taxExemptionReason: text(limits.taxExemptionReason),
  };
  const line = z
    .object({
      description: requiredText(limits.description),
      sku: text(limits.sku),
      quantity,
      unitPrice: amount(currency),
      discount,
      ...tax,
    })
    .check(taxAgrees);
  const isShipped = shipping.amount.trim() !== '';
  const values = z.object({
    buyer: z.object({
      name: requiredText(limits.name),
      email,
      phone: text(limits.phone),
      taxId: text(limits.taxId),
      address,
    }),
    shipTo: shipElsewhere
      ? z.object({ name: text(limits.name), address })
      : z.transform(() => undefined),
    locale: z.pipe(z.string(), z.enum(DOCUMENT_LOCALES)),
    currency: z.string().check(z.regex(/^[A-Z]{3}$/, faultCode('required'))),
    lines: z
      .array(line)
      .check(
        z.minLength(1, faultCode('lines')),
        z.maxLength(limits.lines, faultCode('lines')),
      ),
    discount,
    shipping: isShipped
      ? z.object({ amount: amount(currency), ...tax }).check(taxAgrees)
      : z.transform(() => undefined),
    purchaseOrderReference: text(limits.purchaseOrderReference),
    notes: paragraphs(limits.notes),
  });
  return z.pipe(
    values,
    z.transform((draft, context): OrderRequest => {
      const request = toRequest(draft);
      for (const { path, message } of brokenRules(request)) {
        context.issues.push({ code: 'custom', path: path.split('.'), message, input: draft });
      }
      return request;
    }),
  );
}

/** The rules of EN 16931 for each category of VAT; the server has the same. */
function taxAgrees({ value, issues }: z.core.ParsePayload<TaxedValues>) {
  const { taxRate, taxExemptionReason } = value;
  const category = value.taxCategory || usualCategory(taxRate);
  const report = (field: keyof TaxedValues, message: string) =>
    issues.push({ code: 'custom', path: [field], message, input: value });
  if (category === 'STANDARD' && taxRate === 0) report('taxRate', faultCode('rateMissing'));
  if (category !== 'STANDARD' && taxRate > 0) report('taxRate', faultCode('rateUnexpected'));
  if (category === 'EXEMPT' && taxExemptionReason === '') {
    report('taxExemptionReason', faultCode('reasonMissing'));
  }
}

/** The rules for the order as a whole. */
function brokenRules(request: OrderRequest): { path: string; message: string }[] {
  const broken = [];
  const taxed = [...request.lines, ...(request.shipping ? [request.shipping] : [])];
  const uses = (category: TaxCategory) => taxed.some((part) => part.taxCategory === category);
  if ((uses('REVERSE_CHARGE') || uses('INTRA_COMMUNITY')) && !request.buyer.taxId) {
    broken.push({ path: 'buyer.taxId', message: faultCode('taxIdMissing') });
  }
  if (uses('INTRA_COMMUNITY') && !request.shipTo) {
    broken.push({ path: 'shipElsewhere', message: faultCode('shipToMissing') });
  }
  const price = priceOrder(orderToPrice(request));
  if (price.kind === 'refused') {
    for (const { pointer, rule } of price.faults) {
      const key = rule === 'AMOUNT_TOO_LARGE' ? 'amountTooLarge' : 'discountTooLarge';
      broken.push({ path: fieldOf(pointer) ?? 'lines', message: faultCode(key) });
    }
  }
  return broken;
}
