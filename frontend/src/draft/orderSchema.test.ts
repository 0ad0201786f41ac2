import { expect, test } from 'vitest';
import { en } from '../i18n/en.ts';
import { faultWords } from './faults.ts';
import { orderSchema } from './orderSchema.ts';
import { type DraftValues, emptyDraft, emptyLine } from './values.ts';

function draft(change: (draft: DraftValues) => void = () => {}): DraftValues {
  const values = emptyDraft('en');
  values.buyer.name = ' Leonie Köhler ';
  Object.assign(values.buyer.address, { line1: 'Straße 34', city: 'Stuttgart', country: 'DE' });
  values.lines = [
    { ...emptyLine(), description: 'Chair', quantity: '2,50', unitPrice: '49.9', taxRate: '19' },
  ];
  change(values);
  return values;
}

/** The request, or each fault as `field: words`. */
function check(change?: (draft: DraftValues) => void) {
  const values = draft(change);
  const result = orderSchema(values).safeParse(values);
  if (result.success) return result.data;
  return result.error.issues.map(
    ({ path, message }) => `${path.join('.')}: ${faultWords(message, en)}`,
  );
}

test('what was typed becomes what the API takes, and what is empty is left out', () => {
  expect(check()).toEqual({
    buyer: {
      name: 'Leonie Köhler',
      address: { line1: 'Straße 34', city: 'Stuttgart', country: 'DE' },
    },
    locale: 'en',
    currency: 'EUR',
    lines: [
      { description: 'Chair', quantity: '2.5', unitPriceMinor: 4990, taxRateBasisPoints: 1900 },
    ],
  });
});

test('discounts, shipping and another address come along', () => {
  const request = check((draft) => {
    draft.discount = { kind: 'percent', value: '2.5', reason: 'Spring' };
    draft.shipping = { ...draft.shipping, amount: '4.90', taxRate: '7' };
    draft.shipElsewhere = true;
    Object.assign(draft.shipTo.address, { line1: 'Gate 1', city: 'Oslo', country: 'NO' });
    const [line] = draft.lines;
    if (line) line.discount = { kind: 'amount', value: '1', reason: '' };
  });
  expect(request).toMatchObject({
    discount: { percentBasisPoints: 250, reason: 'Spring' },
    shipping: { amountMinor: 490, taxRateBasisPoints: 700 },
    shipTo: { address: { city: 'Oslo' } },
    lines: [{ discount: { amountMinor: 100 } }],
  });
});

test('the decimal places of a price are those of its currency', () => {
  expect(check((draft) => void (draft.currency = 'JPY'))).toEqual([
    'lines.0.unitPrice: An amount without decimal places',
  ]);
  expect(check((draft) => void (draft.currency = 'KWD'))).toMatchObject({
    lines: [{ unitPriceMinor: 49_900 }],
  });
});

test('an address that goods are not shipped to does not matter', () => {
  expect(check((draft) => void (draft.shipElsewhere = true))).toEqual([
    'shipTo.address.line1: This is needed',
    'shipTo.address.city: This is needed',
    'shipTo.address.country: This is needed',
  ]);
});

test.each<[string, Partial<DraftValues['lines'][number]>, string]>([
  ['quantity', { quantity: '0' }, 'A number above 0 with at most 4 decimal places'],
  ['quantity', { quantity: '1.00001' }, 'A number above 0 with at most 4 decimal places'],
  ['quantity', { quantity: '1000000000' }, 'A number above 0 with at most 4 decimal places'],
  ['quantity', { quantity: '' }, 'This is needed'],
  ['unitPrice', { unitPrice: '10000000000.01' }, 'This amount is too large'],
  ['taxRate', { taxRate: '100.01' }, 'From 0 to 100, with at most 2 decimal places'],
  ['taxRate', { taxRate: '0', taxCategory: 'STANDARD' }, 'The standard rate is above 0'],
  ['taxRate', { taxCategory: 'EXPORT' }, 'In this tax category the rate is 0'],
  ['taxExemptionReason', { taxRate: '0', taxCategory: 'EXEMPT' }, 'Say why no tax is due'],
  ['description', { description: '  ' }, 'This is needed'],
  ['description', { description: 'a\tb' }, 'One line of text, without control characters'],
  ['sku', { sku: 'x'.repeat(61) }, 'At most 60 characters'],
  [
    'discount.value',
    { discount: { kind: 'amount', value: '124.76', reason: '' } },
    'More than the amount that it is taken from',
  ],
])('a fault of a line is at its field: %s', (field, change, words) => {
  const faults = check((draft) => void Object.assign(draft.lines[0] ?? {}, change));
  expect(faults).toEqual([`lines.0.${field}: ${words}`]);
});

test('a price that no amount can hold is refused', () => {
  const faults = check((draft) => {
    Object.assign(draft.lines[0] ?? {}, { quantity: '999999999', unitPrice: '9999999999' });
  });
  expect(faults).toEqual(['lines.0.unitPrice: This amount is too large']);
});

test('an e-mail address looks like one', () => {
  expect(check((draft) => void (draft.buyer.email = 'leonie'))).toEqual([
    'buyer.email: This is not an e-mail address',
  ]);
});
