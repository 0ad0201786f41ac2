/** Checks of single fields: text as it was typed to what the API takes, or a fault. */
import { z } from 'zod/mini';
import { placesOf } from '../money/currency.ts';
import { decimalText, parseDecimal } from '../money/decimal.ts';
import { faultCode } from './faults.ts';
import { limits } from './limits.ts';

const ONE_LINE = /^[^\u0000-\u001f\u007f]*$/;
const PARAGRAPHS = /^[^\u0000-\u0009\u000b-\u001f\u007f]*$/;
const EMAIL = /^$|^[^\s@]+@[^\s@]+$/;

export function text(limit: number) {
  return z
    .string()
    .check(
      z.trim(),
      z.maxLength(limit, faultCode('tooLong', limit)),
      z.regex(ONE_LINE, faultCode('oneLine')),
    );
}

export function requiredText(limit: number) {
  return text(limit).check(z.minLength(1, faultCode('required')));
}

export function paragraphs(limit: number) {
  return z
    .string()
    .check(
      z.trim(),
      z.maxLength(limit, faultCode('tooLong', limit)),
      z.regex(PARAGRAPHS, faultCode('paragraphs')),
    );
}

export const email = text(limits.email).check(z.regex(EMAIL, faultCode('email')));

/** To the decimal text of the API: with a point, without needless zeros. */
export const quantity = parsed((typed) => {
  const units = parseQuantity(typed);
  return units === undefined ? faultCode('quantity') : { value: decimalText(units, 4) };
});

/** To minor units. */
export function amount(currency: string) {
  const places = placesOf(currency);
  return parsed((typed) => {
    const minor = parseDecimal(typed, places);
    if (minor === undefined) return faultCode('amount', places);
    if (minor > limits.largestAmount) return faultCode('amountTooLarge');
    return { value: Number(minor) };
  });
}

/** To basis points. */
export const percent = parsed((typed) => {
  const basisPoints = parsePercent(typed);
  return basisPoints === undefined ? faultCode('percent') : { value: Number(basisPoints) };
});

export function parseQuantity(typed: string): bigint | undefined {
  const units = parseDecimal(typed, 4);
  return units !== undefined && units > 0n && units < 10n ** 13n ? units : undefined;
}

export function parsePercent(typed: string): bigint | undefined {
  const basisPoints = parseDecimal(typed, 2);
  return basisPoints !== undefined && basisPoints <= 10_000n ? basisPoints : undefined;
}

/** A field that needs a value, read by `parse`: the value, or the code of a fault. */
function parsed<T>(parse: (typed: string) => { readonly value: T } | string) {
  return z.pipe(
    z.string(),
    z.transform((typed, context) => {
      const result = typed.trim() === '' ? faultCode('required') : parse(typed);
      if (typeof result !== 'string') return result.value;
      context.issues.push({ code: 'custom', message: result, input: typed });
      return z.NEVER;
    }),
  );
}
