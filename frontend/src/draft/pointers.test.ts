import { expect, test } from 'vitest';
import { isFieldName } from './fieldNames.ts';
import { fieldOf } from './pointers.ts';
import { emptyDraft } from './values.ts';

test.each([
  ['/lines/0/quantity', 'lines.0.quantity'],
  ['/lines/0/unitPriceMinor', 'lines.0.unitPrice'],
  ['/lines/0/taxRateBasisPoints', 'lines.0.taxRate'],
  ['/lines/0/taxExemptionReason', 'lines.0.taxExemptionReason'],
  ['/lines/0/discount', 'lines.0.discount.value'],
  ['/lines/0/discount/percentBasisPoints', 'lines.0.discount.value'],
  ['/lines/0/discount/reason', 'lines.0.discount.reason'],
  ['/lines/0', 'lines.0.unitPrice'],
  ['/lines', 'lines'],
  ['/discount/amountMinor', 'discount.value'],
  ['/discount/reason', 'discount.reason'],
  ['/shipping/amountMinor', 'shipping.amount'],
  ['/shipping/taxRateBasisPoints', 'shipping.taxRate'],
  ['/shipTo', 'shipElsewhere'],
  ['/shipTo/address/city', 'shipTo.address.city'],
  ['/buyer/taxId', 'buyer.taxId'],
  ['/buyer/address', 'buyer.address.line1'],
  ['/currency', 'currency'],
])('a fault at %s is shown at %s, which is a field', (pointer, field) => {
  expect(fieldOf(pointer)).toBe(field);
  expect(isFieldName(field, emptyDraft('en'))).toBe(true);
});

test.each(['', 'lines'])('`%s` is no pointer to a part', (pointer) => {
  expect(fieldOf(pointer)).toBeUndefined();
});

test.each(['lines.1.quantity', 'elsewhere', 'buyer.name.first'])('%s is no field', (name) => {
  expect(isFieldName(name, emptyDraft('en'))).toBe(false);
});
