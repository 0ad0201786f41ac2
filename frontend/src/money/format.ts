/** How amounts, shares and quantities look to people. */
import { placesOf } from './currency.ts';
import { decimalText, fixedDecimalText } from './decimal.ts';

/** An amount in minor units, to its last digit: the point is moved in the text, not by division. */
export function formatMoney(minor: bigint | number, currency: string, language: string): string {
  const places = placesOf(currency);
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  return formatExactly(format, fixedDecimalText(whole(minor), places));
}

/** Basis points as per cent: 1900 is 19 %. */
export function formatPercent(basisPoints: number, language: string): string {
  const format = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 });
  return formatExactly(format, fixedDecimalText(whole(basisPoints), 4));
}

/** A quantity as the API writes it, with the separators of `language`. */
export function formatQuantity(quantity: string, language: string): string {
  return formatExactly(new Intl.NumberFormat(language, { maximumFractionDigits: 4 }), quantity);
}

/** An amount for an input field: `49.99`. */
export function amountText(minor: bigint | number, currency: string): string {
  return fixedDecimalText(whole(minor), placesOf(currency));
}

/** A share for an input field: `7.25`. */
export function percentText(basisPoints: number): string {
  return decimalText(BigInt(basisPoints), 2);
}

function whole(amount: bigint | number): bigint {
  // Throws for a fraction; a number that JSON could not carry exactly is refused too.
  if (typeof amount === 'number' && !Number.isSafeInteger(amount)) {
    throw new RangeError(`expected whole minor units, found ${amount}`);
  }
  return BigInt(amount);
}

function formatExactly(format: Intl.NumberFormat, text: string): string {
  if (!isNumeric(text)) throw new RangeError(`expected a decimal, found ${text}`);
  return format.format(text);
}

function isNumeric(text: string): text is `${number}` {
  return text !== '' && Number.isFinite(Number(text));
}
