/** Where in the form a fault belongs that the API reports at a JSON pointer (RFC 6901). */

/** Fields that have another name here, for they hold text and not what the API takes. */
const renamed: Record<string, string> = {
  unitPriceMinor: 'unitPrice',
  taxRateBasisPoints: 'taxRate',
};

/** A fault of a part is shown at its first field. */
const firstFields: [RegExp, string][] = [
  [/^((?:lines\.\d+\.)?discount)(\..*)?$/, '$1.value'],
  [/^shipping\.amountMinor$/, 'shipping.amount'],
  [/^shipping$/, 'shipping.amount'],
  [/^(lines\.\d+)$/, '$1.unitPrice'],
  [/^shipTo$/, 'shipElsewhere'],
  [/^(buyer|shipTo)\.address$/, '$1.address.line1'],
  [/^buyer$/, 'buyer.name'],
];

/** The name of the field, or undefined if there is none for it. */
export function fieldOf(pointer: string): string | undefined {
  if (!pointer.startsWith('/')) return undefined;
  const segments = pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  const path = segments.map((segment) => renamed[segment] ?? segment).join('.');
  if (/^(lines\.\d+\.)?discount\.reason$/.test(path)) return path;
  for (const [pattern, field] of firstFields) {
    if (pattern.test(path)) return path.replace(pattern, field);
  }
  return path;
}
