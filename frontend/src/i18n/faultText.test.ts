import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apiWords as en } from './en/api.ts';
import { apiWords as es } from './es/api.ts';
import { faultText } from './faultText.ts';

const root = join(import.meta.dirname, '../../..');

test.each([
  ['this field is required', 'This is needed'],
  ['expected at most 200 characters', 'At most 200 characters'],
  ['expected at least 1 item(s)', 'At least 1 of them'],
  ['expected at most 500 items', 'At most 500 of them'],
  ['expected at least -5', 'At least -5'],
  ['expected one of ["DE","AT"]', 'One of "DE", "AT"'],
  ['expected integer or null', 'Expected: a whole number or nothing'],
  ['expected text like ^[A-Z]{2}$', 'Two capital letters, the code of a country, such as DE'],
  [
    'expected an ISO 3166-1 alpha-2 country code such as `DE`, found `XX`',
    'Two capital letters, the code of a country, such as DE',
  ],
  [
    'expected the computed total 118.97 EUR, found 118.98 EUR',
    'The server comes to 118.97 EUR, and 118.98 EUR was sent',
  ],
  [
    'expected the rate 0 for this category (EN 16931 BR-AE-5)',
    'The rate 0, as it is in this tax category (EN 16931 BR-AE-5)',
  ],
])('%s', (detail, text) => {
  expect(faultText(detail, en.fault)).toBe(text);
});

test.each(['expected less', 'expected text like ^new$', 'anything else (EN 16931 BR-Z-1)'])(
  'what is not known stays as the API says it: %s',
  (detail) => {
    expect(faultText(detail, es.fault)).toBe(detail);
  },
);

test.each([
  ['openapi.json', 'components'],
  ['events/order-status-changed.v1.json', '$defs'],
])('every pattern of a body in %s has words', async (file, part) => {
  const description = JSON.parse(await readFile(join(root, 'schemas', file), 'utf8'));
  // Those with control characters have words in the API already.
  const patterns = patternsIn(description[part]).filter((it) => !it.includes('\\x00'));
  expect(patterns).not.toEqual([]);
  const quoted = patterns.filter((it) => {
    const detail = `expected text like ${it}`;
    return faultText(detail, en.fault) === detail;
  });
  expect(quoted).toEqual([]);
});

test.each([
  'functions/lib/rest/src/pattern.rs',
  'functions/lib/order-core/src/tax.rs',
  'functions/lib/order-core/src/fault.rs',
  'events/src/party.rs',
  'events/src/money.rs',
  'events/src/quantity.rs',
  'events/src/ids.rs',
])('every fault that %s tells of has words in Spanish', async (file) => {
  const told = faultsIn(await readFile(join(root, file), 'utf8'));
  // What a pattern means is asked above, of each.
  const faults = told.filter((detail) => detail !== 'expected text like XX');
  expect(faults).not.toEqual([]);
  expect(faults.filter((detail) => faultText(detail, es.fault) === detail)).toEqual([]);
});

/** The texts of faults in Rust, with `AE` and `XX` in their gaps. */
function faultsIn(source: string): string[] {
  return [...source.matchAll(/"((?:expected|the amount is) (?:[^"\\]|\\[^])*)"/g)]
    .flatMap(([, text = '']) => text)
    .map((text) => text.replace(/\\\n\s*/g, '').replace(/BR-\{0?\}/, 'BR-AE').replace(/\{\w*\}/g, 'XX'));
}

function patternsIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === 'pattern' && typeof value === 'string' ? [value] : patternsIn(value),
  );
}
