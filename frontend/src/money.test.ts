import { expect, test } from 'vitest';
import { formatMoney } from './money.ts';

test.each([
  [127_330, 'EUR', '€1,273.30'],
  [-5, 'EUR', '-€0.05'],
  [0, 'USD', '$0.00'],
  [1_500, 'JPY', '¥1,500'],
  [1_234, 'KWD', 'KWD 1.234'],
  // The browser's own table says that these two have no decimal places.
  [1_234, 'IQD', 'IQD 1.234'],
  [123_456, 'HUF', 'HUF 1,234.56'],
  // Dividing by 100 would lose the last digit.
  [Number.MAX_SAFE_INTEGER, 'EUR', '€90,071,992,547,409.91'],
])('shows %i minor units of %s as %s', (minor, currency, shown) => {
  expect(formatMoney(minor, currency).replaceAll('\u00a0', ' ')).toBe(shown);
});

test.each([0.5, Number.NaN, 2 ** 53])('refuses %d, which is not an exact amount', (minor) => {
  expect(() => formatMoney(minor, 'EUR')).toThrow(RangeError);
});
