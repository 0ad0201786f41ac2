import { expect, test } from 'vitest';
import openapi from '../../../schemas/openapi.json' with { type: 'json' };
import { limits } from './limits.ts';

const { schemas } = openapi.components;
const buyer = schemas.BuyerRequest.properties;
const address = schemas.AddressRequest.properties;
const line = schemas.LineRequest.properties;
const order = schemas.OrderRequest.properties;

test('the draft knows the same limits as the API', () => {
  expect(limits).toEqual({
    name: buyer.name.maxLength,
    email: buyer.email.maxLength,
    phone: buyer.phone.maxLength,
    taxId: buyer.taxId.maxLength,
    line1: address.line1.maxLength,
    line2: address.line2.maxLength,
    postalCode: address.postalCode.maxLength,
    city: address.city.maxLength,
    region: address.region.maxLength,
    description: line.description.maxLength,
    sku: line.sku.maxLength,
    taxExemptionReason: line.taxExemptionReason.maxLength,
    discountReason: schemas.DiscountRequest.properties.reason.maxLength,
    purchaseOrderReference: order.purchaseOrderReference.maxLength,
    notes: order.notes.maxLength,
    lines: order.lines.maxItems,
    largestAmount: BigInt(line.unitPriceMinor.maximum),
    largestTotal: BigInt(order.totalMinor.maximum),
  });
});
