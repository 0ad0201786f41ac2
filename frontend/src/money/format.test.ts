import { expect, test } from 'vitest';
import { decimalText, fixedDecimalText, parseDecimal } from './decimal.ts';
import { amountText, formatMoney, formatPercent, formatQuantity, percentText } from './format.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test.each([
  [127_330n, 'EUR', 'en', '€1,273.30'],
  [127_330n, 'EUR', 'es', '1273,30 €'],
  [-5n, 'EUR', 'en', '-€0.05'],
  [0n, 'USD', 'en', '$0.00'],
  [1_500n, 'JPY', 'en', '¥1,500'],
  [1_234n, 'KWD', 'en', 'KWD 1.234'],
  // The browser's own table says that these two have no decimal places.
  [1_234n, 'IQD', 'en', 'IQD 1.234'],
  [123_456n, 'HUF', 'en', 'HUF 1,234.56'],
  // Beyond what a number holds exactly.
  [9_223_372_036_854_775_807n, 'EUR', 'en', '€92,233,720,368,547,758.07'],
])('shows %s minor units of %s in %s as %s', (minor, currency, language, shown) => {
  expect(plain(formatMoney(minor, currency, language))).toBe(shown);
});

test.each([0.5, Number.NaN, 2 ** 53])('refuses %d, which is not an exact amount', (minor) => {
  expect(() => formatMoney(minor, 'EUR', 'en')).toThrow(RangeError);
});

test('shows shares and quantities without needless zeros', () => {
  expect(formatPercent(1_900, 'en')).toBe('19%');
  expect(formatPercent(725, 'en')).toBe('7.25%');
  expect(plain(formatPercent(1, 'es'))).toBe('0,01 %');
  expect(formatQuantity('1234.5', 'en')).toBe('1,234.5');
  expect(formatQuantity('999999999.9999', 'en')).toBe('999,999,999.9999');
  expect(amountText(5n, 'KWD')).toBe('0.005');
  expect(percentText(1_900)).toBe('19');
  expect(percentText(725)).toBe('7.25');
});

test.each([
  ['49.99', 2, 4_999n],
  ['49,9', 2, 4_990n],
  [' 7 ', 2, 700n],
  ['007.2500', 2, 725n],
  ['0', 0, 0n],
  ['1.0', 0, 1n],
  ['1.5', 0, undefined],
  ['1.005', 2, undefined],
  ['', 2, undefined],
  ['-1', 2, undefined],
  ['1.', 2, undefined],
  ['.5', 2, undefined],
  ['1e3', 2, undefined],
  ['1,000.50', 2, undefined],
])('reads `%s` with %i places as %s', (text, places, units) => {
  expect(parseDecimal(text, places)).toBe(units);
});

test.each([
  [4_999n, 2, '49.99', '49.99'],
  [5_000n, 2, '50', '50.00'],
  [100n, 0, '100', '100'],
  [-5n, 2, '-0.05', '-0.05'],
])('writes %s with %i places as %s or %s', (units, places, short, full) => {
  expect(decimalText(units, places)).toBe(short);
  expect(fixedDecimalText(units, places)).toBe(full);
});
