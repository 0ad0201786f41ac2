import { expect, test } from 'vitest';
import { measureText } from './segments.ts';

test.each([
  ['', 0, 1],
  ['a'.repeat(160), 160, 1],
  ['a'.repeat(161), 161, 2],
  ['a'.repeat(306), 306, 2],
  ['a'.repeat(307), 307, 3],
  // The euro sign takes two.
  ['€'.repeat(80), 80, 1],
  ['€'.repeat(81), 81, 2],
  // Outside of the GSM alphabet.
  ['ł'.repeat(70), 70, 1],
  ['ł'.repeat(71), 71, 2],
  ['🙂'.repeat(35), 35, 1],
  ['🙂'.repeat(36), 36, 2],
])('`%s` has %i characters in %i messages', (body, characters, segments) => {
  expect(measureText(body)).toEqual({ characters, segments });
});
