/**
 * A file of orders to the requests in it. Whether a request is a good one is for the server to say;
 * here only its shape is read.
 */
import { isJsonObject, type JsonValue } from '../json/json.ts';
import { type JsonFault, parseJson } from '../json/parseJson.ts';
import { parseCsv } from './csv.ts';

/** Why a row is no order: where it stops being JSON, or that it is no object. */
export type Unreadable = { readonly column: number } | 'no-object';

/** An order of the file: the body to send, or why there is none. */
export type ParsedRow =
  | { readonly number: number; readonly body: string }
  | { readonly number: number; readonly unreadable: Unreadable };

/** A JSON document of many orders that breaks somewhere: then nobody knows where one of them ends. */
export class BrokenFile extends Error {
  readonly fault: JsonFault;

  constructor(fault: JsonFault) {
    super(`line ${fault.line}, column ${fault.column}: ${fault.kind}`);
    this.fault = fault;
  }
}

/** Throws `BrokenFile`. */
export function parseOrders(text: string): ParsedRow[] {
  const trimmed = text.trim();
  if (trimmed.startsWith('[')) return fromArray(text);
  if (trimmed.startsWith('{')) return fromLines(text);
  return trimmed === '' ? [] : fromCsv(text);
}

function fromArray(text: string): ParsedRow[] {
  const parsed = parseJson(text);
  if (parsed.kind === 'fault') throw new BrokenFile(parsed.fault);
  if (!Array.isArray(parsed.value)) return [];
  return parsed.value.map((order, index) => toRow(index + 1, order));
}

function fromLines(text: string): ParsedRow[] {
  return text.split('\n').flatMap((line, index): ParsedRow[] => {
    if (line.trim() === '') return [];
    const number = index + 1;
    const parsed = parseJson(line);
    if (parsed.kind === 'parsed') return [toRow(number, parsed.value)];
    return [{ number, unreadable: { column: parsed.fault.column } }];
  });
}

/** An order may be wrapped, with what somebody expects of it beside it. */
function toRow(number: number, value: JsonValue): ParsedRow {
  if (!isJsonObject(value)) return { number, unreadable: 'no-object' };
  const order = Object.hasOwn(value, 'order') ? value.order : value;
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
