/** What the API reports. In English. */

/** A JSON type of the API's description. */
type JsonType = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';

export const apiWords = {
  /** What is expected where a fault is. The API says it in English too, but for who writes programs. */
  fault: {
    required: 'This is needed',
    unknown: 'There is no such field',
    tooLong: (limit: string) => `At most ${limit} characters`,
    atLeast: (limit: string) => `At least ${limit}`,
    atMost: (limit: string) => `At most ${limit}`,
    fewItems: (limit: string) => `At least ${limit} of them`,
    manyItems: (limit: string) => `At most ${limit} of them`,
    oneOf: (values: string) => `One of ${values}`,
    type: (types: string) => `Expected: ${types}`,
    or: ' or ',
    types: {
      array: 'a list',
      boolean: 'true or false',
      integer: 'a whole number',
      null: 'nothing',
      number: 'a number',
      object: 'an object',
      string: 'text',
    } satisfies Record<JsonType, string>,
    oneLine: 'One line of text, without control characters',
    notBlank: 'One line of text that is not blank, without control characters',
    paragraphs: 'Text without control characters',
    email: 'An e-mail address, such as leonie@example.com',
    country: 'Two capital letters, the code of a country, such as DE',
    currency: 'Three capital letters, the code of a currency, such as EUR',
    quantity: 'A number above 0 with at most 4 decimal places, such as 2.5',
    orderId: 'The id of an order: a UUID of version 7 in small letters',
    eventId: 'The id of the order, a point and its version',
    eventIdDiffers: 'The id of the order that stands here too, a point and its version',
    pointer: 'A JSON pointer, such as /order/currency',
    instant: 'A time such as 2026-11-24T06:02:30.123Z',
    status: 'The status of an order, such as CONFIRMED',
    rate: 'A whole number from 0 to 10000: 1900 is 19 %',
    reason: 'Text that is not blank',
    discountKind: 'Either percentBasisPoints or amountMinor',
    total: (computed: string, stated: string) =>
      `The server comes to ${computed}, and ${stated} was sent`,
    amountTooLarge: 'This amount is too large',
    discountTooLarge: 'At most the amount that it is taken from',
    rateMissing: 'A rate above 0, as the standard rate is',
    rateUnexpected: 'The rate 0, as it is in this tax category',
    reasonMissing: 'A reason why no tax is due',
    reasonUnexpected: 'No reason: what is taxed is not exempt',
    reasonsDiffer: 'The same reason for all that is in one tax category',
    taxIdMissing: 'The buyer’s tax id, which one of the tax categories takes',
    vatIdMissing: 'The buyer’s VAT number, which begins with the country and has no spaces',
    shipToMissing: 'An address to ship to, since the goods leave the country',
    invalid: 'This is not valid',
  },
  /** Titles of its problems, by their kind. The API's own are English. */
  problem: {} satisfies Record<string, Problem>,
};

export interface Problem {
  readonly title: string;
  readonly detail: string;
}

export interface ApiWords {
  readonly fault: typeof apiWords.fault;
  readonly problem: Readonly<Record<string, Problem>>;
}
