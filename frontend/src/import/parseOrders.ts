/**
 * A file of orders to the requests in it. Whether a request is a good one is for the server to say;
 * here only its shape is read.
 */
import { parseCsv } from './csv.ts';

/** An order of the file: the body to send, or why there is none. */
export type ParsedRow =
  | { readonly number: number; readonly body: string }
  | { readonly number: number; readonly unreadable: string };

export function parseOrders(text: string): ParsedRow[] {
  const trimmed = text.trim();
  if (trimmed.startsWith('[')) return fromArray(trimmed);
  if (trimmed.startsWith('{')) return fromLines(text);
  return trimmed === '' ? [] : fromCsv(text);
}

function fromArray(text: string): ParsedRow[] {
  const orders: unknown = JSON.parse(text);
  if (!Array.isArray(orders)) return [];
  return orders.map((order: unknown, index) => toRow(index + 1, order));
}

function fromLines(text: string): ParsedRow[] {
  return text.split('\n').flatMap((line, index): ParsedRow[] => {
    if (line.trim() === '') return [];
    const number = index + 1;
    try {
      return [toRow(number, JSON.parse(line))];
    } catch (error) {
      return [{ number, unreadable: error instanceof Error ? error.message : String(error) }];
    }
  });
}

/** An order may be wrapped, with what somebody expects of it beside it. */
function toRow(number: number, value: unknown): ParsedRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { number, unreadable: 'expected a JSON object' };
  }
  const order = 'order' in value ? value.order : value;
  return { number, body: JSON.stringify(order) };
}

type Cells = ReadonlyMap<string, string>;
type Json = { [key: string]: Json | Json[] | string | number };

const LINE = 'line.';

function fromCsv(text: string): ParsedRow[] {
  const [header = [], ...rows] = parseCsv(text);
  const names = header.map((name) => name.trim());
  const cells = rows.map((row, index) => ({
    // The header is the first row of the file.
    number: index + 2,
    cells: new Map(names.map((name, column): [string, string] => [name, row[column]?.trim() ?? ''])),
  }));
  const orders = new Map<string, { number: number; rows: Cells[] }>();
  for (const row of cells.filter(({ cells }) => [...cells.values()].some((cell) => cell !== ''))) {
    const name = row.cells.get('order') || `row ${row.number}`;
    const order = orders.get(name) ?? { number: row.number, rows: [] };
    order.rows.push(row.cells);
    orders.set(name, order);
  }
  return [...orders.values()].map(({ number, rows }) => ({
    number,
    body: JSON.stringify(toOrder(rows)),
  }));
}

/** What concerns the whole order is read from its first row. */
function toOrder(rows: readonly Cells[]): Json {
  const isOfOrder = (name: string) => name !== 'order' && !name.startsWith(LINE);
  const order = nested(rows[0] ?? new Map(), isOfOrder, '');
  return { ...order, lines: rows.map((row) => nested(row, (name) => name.startsWith(LINE), LINE)) };
}

function nested(row: Cells, isWanted: (name: string) => boolean, prefix: string): Json {
  const object: Json = {};
  for (const [name, cell] of row) {
    if (cell !== '' && isWanted(name)) put(object, name.slice(prefix.length).split('.'), name, cell);
  }
  return object;
}

function put(object: Json, path: readonly string[], name: string, cell: string): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    object[first] = isWholeNumber(name, cell) ? Number(cell) : cell;
    return;
  }
  const inner = object[first];
  const next: Json = typeof inner === 'object' && !Array.isArray(inner) ? inner : {};
  object[first] = next;
  put(next, rest, name, cell);
}

/** By the API's names, amounts in minor units and shares in basis points are numbers. */
function isWholeNumber(name: string, cell: string): boolean {
  return /(Minor|BasisPoints)$/.test(name) && /^-?\d{1,15}$/.test(cell);
}
