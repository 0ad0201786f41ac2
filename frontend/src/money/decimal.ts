/** Decimal text to whole units and back, without a float in between. */

/**
 * `text` in units of 10^-`places`, or undefined if it is not such a decimal. A comma is taken for a
 * point, since that is what half of the world types; separators of thousands are not understood.
 */
export function parseDecimal(text: string, places: number): bigint | undefined {
  const match = /^(\d{1,19})(?:[.,](\d+))?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, whole = '', fraction = ''] = match;
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > places) return undefined;
  return BigInt(whole + kept.padEnd(places, '0'));
}

/** The shortest text that means `units` × 10^-`places`. */
export function decimalText(units: bigint, places: number): string {
  const digits = fixedDecimalText(units, places);
  return places === 0 ? digits : digits.replace(/\.?0+$/, '');
}

/** `units` × 10^-`places` with all its places. */
export function fixedDecimalText(units: bigint, places: number): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const point = digits.length - places;
  return sign + digits.slice(0, point) + (places === 0 ? '' : `.${digits.slice(point)}`);
}
