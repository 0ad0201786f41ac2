import { expect, test } from 'vitest';
import { exampleCsv, exampleJsonLines } from './examples.ts';
import { parseCsv } from './csv.ts';
import { parseOrders } from './parseOrders.ts';

/** The orders of a file, with the rows they are in. */
function read(text: string) {
  return parseOrders(text).map((row) =>
    'body' in row ? [row.number, JSON.parse(row.body)] : [row.number, 'unreadable'],
  );
}

test('JSON lines: an order each, wrapped or not, and what is no JSON is told by its row', () => {
  expect(read('{"a":1}\n\n{"order":{"a":2},"expect":{}}\n{"a":\n"text"\n')).toEqual([
    [1, { a: 1 }],
    [3, { a: 2 }],
    [4, 'unreadable'],
    [5, 'unreadable'],
  ]);
});

test('a JSON array', () => {
  expect(read(' [{"a":1}, 2, {"order":{"a":3}}]')).toEqual([
    [1, { a: 1 }],
    [2, 'unreadable'],
    [3, { a: 3 }],
  ]);
  expect(() => parseOrders('\n [{]')).toThrow('line 2, column 4');
});

test('CSV: rows with the same name are one order, amounts are numbers', () => {
  const csv = `order,buyer.name,buyer.address.city,line.description,line.quantity,line.unitPriceMinor,discount.amountMinor
7,Ada,London,"Chair, ""oak""",2,4999,100
7,,,Lamp,1.5,x,
8,Bob,Oslo,"Two
lines",1,5,
,Eve,Rome,Pen,1,1,
,,,,,,
`;
  expect(read(csv)).toEqual([
    [
      2,
      {
        buyer: { name: 'Ada', address: { city: 'London' } },
        discount: { amountMinor: 100 },
        lines: [
          { description: 'Chair, "oak"', quantity: '2', unitPriceMinor: 4999 },
          // What is wrong is for the server to say.
          { description: 'Lamp', quantity: '1.5', unitPriceMinor: 'x' },
        ],
      },
    ],
    [
      4,
      {
        buyer: { name: 'Bob', address: { city: 'Oslo' } },
        lines: [{ description: 'Two\nlines', quantity: '1', unitPriceMinor: 5 }],
      },
    ],
    [
      5,
      {
        buyer: { name: 'Eve', address: { city: 'Rome' } },
        lines: [{ description: 'Pen', quantity: '1', unitPriceMinor: 1 }],
      },
    ],
  ]);
});

test('CSV as Excel writes it where a comma is a decimal point', () => {
  expect(parseCsv('\uFEFFa;b\r\n1,5;"x;y"\r\n')).toEqual([
    ['a', 'b'],
    ['1,5', 'x;y'],
  ]);
});

test('an empty file has no orders', () => {
  expect(parseOrders(' \n')).toEqual([]);
});

test('the examples can be read', () => {
  expect(parseOrders(exampleCsv)).toHaveLength(2);
  expect(parseOrders(exampleJsonLines)).toHaveLength(1);
});
