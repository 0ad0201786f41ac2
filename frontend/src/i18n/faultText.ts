/**
 * The faults that the API lists, in the reader's language. It names no code, so they are known by
 * its words; what is not known is told in them.
 */
import type { ApiWords } from './en/api.ts';

type Words = ApiWords['fault'];

/** What the API's patterns ask for (`pattern` in its description). */
const patterns: Readonly<Record<string, keyof Words>> = {
  '^[A-Z]{2}$': 'country',
  '^[A-Z]{3}$': 'currency',
  '^[0-9]{1,9}(\\.[0-9]{1,4})?$': 'quantity',
  '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$': 'orderId',
  '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\.[1-9][0-9]*$': 'eventId',
  '^(/.*)?$': 'pointer',
  '\\S': 'reason',
};

type Say = (words: Words, ...found: string[]) => string;

const word =
  (key: keyof Words): Say =>
  (words) => {
    const found = words[key];
    return typeof found === 'string' ? found : words.invalid;
  };

const sentences: readonly (readonly [RegExp, Say])[] = [
  [/^this field is required$/, word('required')],
  [/^there is no such field$/, word('unknown')],
  [/^expected at most (\d+) characters$/, (words, limit = '') => words.tooLong(limit)],
  [/^expected at least (\d+) item\(s\)$/, (words, limit = '') => words.fewItems(limit)],
  [/^expected at most (\d+) items$/, (words, limit = '') => words.manyItems(limit)],
  [/^expected at least (-?\d+)$/, (words, limit = '') => words.atLeast(limit)],
  [/^expected at most (-?\d+)$/, (words, limit = '') => words.atMost(limit)],
  [/^expected one of \[(.*)\]$/, (words, values = '') => words.oneOf(values.replaceAll(',', ', '))],
  [/^does not satisfy `(?:anyOf|oneOf|const)`$/, word('invalid')],
  [/^expected text without control characters/, word('paragraphs')],
  [/^expected one line of text, /, word('oneLine')],
  [/^expected one line of text that is not blank, /, word('notBlank')],
  [/^expected an e-mail address$/, word('email')],
  [/^expected an ISO 3166-1 alpha-2 country code /, word('country')],
  [/^expected an ISO 4217 currency code /, word('currency')],
  [/^expected a quantity above 0, /, word('quantity')],
  [/^expected a lowercase, hyphenated UUIDv7 /, word('orderId')],
  [/^expected an event id /, word('eventId')],
  [/^expected the id of the order and its version$/, word('eventIdDiffers')],
  [/^expected an RFC 3339 instant /, word('instant')],
  [/^expected an order status /, word('status')],
  [/^expected 0 to 10000 basis points/, word('rate')],
  [/^expected either `percentBasisPoints` or `amountMinor`$/, word('discountKind')],
  [
    /^expected the computed total (.+), found (.+)$/,
    (words, computed = '', stated = '') => words.total(computed, stated),
  ],
  [/^the amount is too large /, word('amountTooLarge')],
  [/^expected at most the amount that it is taken from$/, word('discountTooLarge')],
  [/^expected a rate above 0 for the category STANDARD$/, word('rateMissing')],
  [/^expected the rate 0 for this category$/, word('rateUnexpected')],
  [/^expected a reason for the exemption$/, word('reasonMissing')],
  [/^expected no reason: /, word('reasonUnexpected')],
  [/^expected the same reason for all /, word('reasonsDiffer')],
  [/^expected the buyer's tax id, /, word('taxIdMissing')],
  [/^expected a VAT number, /, word('vatIdMissing')],
  [/^expected where the goods go, /, word('shipToMissing')],
];

/** The rule of EN 16931 that a fault names at its end. */
const RULE = / \(EN 16931 BR-[A-Z]+-\d+\)$/;

export function faultText(detail: string, words: Words): string {
  const [rule = ''] = RULE.exec(detail) ?? [];
  const sentence = detail.slice(0, detail.length - rule.length);
  const text = known(sentence, words);
  return text === undefined ? detail : text + rule;
}

function known(sentence: string, words: Words): string | undefined {
  const [, pattern] = /^expected text like (.*)$/s.exec(sentence) ?? [];
  const key = pattern === undefined ? undefined : patterns[pattern];
  if (key !== undefined) return word(key)(words);
  const [, types] = /^expected ([a-z]+(?: or [a-z]+)*)$/.exec(sentence) ?? [];
  const names = types?.split(' or ').map((type) => nameOf(type, words)) ?? [];
  if (names.length > 0 && !names.includes(undefined)) return words.type(names.join(words.or));
  for (const [expression, say] of sentences) {
    const found = expression.exec(sentence);
    if (found !== null) return say(words, ...found.slice(1));
  }
  return undefined;
}

function nameOf(type: string, { types }: Words): string | undefined {
  return Object.entries(types).find(([name]) => name === type)?.[1];
}
