/**
 * Reads JSON that people type: says where it breaks and why, and knows the line of each value.
 *
 * What no JavaScript number holds exactly is refused, so that nothing is changed by reading it.
 */
import { type JsonObject, type JsonValue, pointerSegment } from './json.ts';

export type JsonFaultKind =
  | 'empty'
  | 'value'
  | 'comma'
  | 'colon'
  | 'key'
  | 'duplicate'
  | 'open'
  | 'string'
  | 'escape'
  | 'number'
  | 'rest';

export interface JsonFault {
  readonly kind: JsonFaultKind;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** What is there, or nothing at the end of the text. */
  readonly found: string;
}

export type Parsed =
  | {
      readonly kind: 'parsed';
      readonly value: JsonValue;
      /** The line of each value, by its JSON pointer. */
      readonly lines: ReadonlyMap<string, number>;
    }
  | { readonly kind: 'fault'; readonly fault: JsonFault };

export function parseJson(text: string): Parsed {
  const reader = new Reader(text);
  try {
    return { kind: 'parsed', value: reader.document(), lines: reader.lines };
  } catch (error) {
    if (error instanceof Broken) return { kind: 'fault', fault: error.fault };
    throw error;
  }
}

class Broken extends Error {
  readonly fault: JsonFault;

  constructor(fault: JsonFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const WORD = /true|false|null/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const TOKEN = /[\w.+-]+|[^]/y;

class Reader {
  readonly lines = new Map<string, number>();
  readonly #text: string;
  #at = 0;
  /** The line that `#counted` is in. */
  #line = 1;
  #counted = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonValue {
    this.#take(SPACE);
    if (this.#isAtEnd) this.#break('empty');
    const value = this.#value('');
    this.#take(SPACE);
    if (!this.#isAtEnd) this.#break('rest');
    return value;
  }

  get #isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  #value(pointer: string): JsonValue {
    this.lines.set(pointer, this.#lineHere());
    const next = this.#text[this.#at];
    if (next === '{') return this.#object(pointer);
    if (next === '[') return this.#array(pointer);
    if (next === '"') return this.#string();
    if (next !== undefined && /[-\d]/.test(next)) return this.#number();
    const word = this.#take(WORD);
    if (word === undefined) this.#break('value');
    return word === 'null' ? null : word === 'true';
  }

  #object(pointer: string): JsonObject {
    const members = new Map<string, JsonValue>();
    this.#list('}', () => {
      const start = this.#at;
      if (this.#text[start] !== '"') this.#break('key');
      const key = this.#string();
      if (members.has(key)) this.#break('duplicate', start);
      this.#take(SPACE);
      if (!this.#takeSign(':')) this.#break('colon');
      this.#take(SPACE);
      members.set(key, this.#value(pointer + pointerSegment(key)));
    });
    // Not by assignment, which takes `__proto__` for something else.
    return Object.fromEntries(members);
  }

  #array(pointer: string): JsonValue[] {
    const items: JsonValue[] = [];
    this.#list(']', () => items.push(this.#value(pointer + pointerSegment(items.length))));
    return items;
  }

  /** What stands between brackets, by commas. */
  #list(end: ']' | '}', item: () => void): void {
    const start = this.#at;
    this.#at += 1;
    this.#take(SPACE);
    if (this.#takeSign(end)) return;
    for (;;) {
      if (this.#isAtEnd) this.#break('open', start);
      item();
      this.#take(SPACE);
      if (this.#takeSign(end)) return;
      if (this.#isAtEnd) this.#break('open', start);
      if (!this.#takeSign(',')) this.#break('comma');
      this.#take(SPACE);
    }
  }

  #string(): string {
    const start = this.#at;
    this.#at += 1;
    for (;;) {
      this.#take(PLAIN);
      if (this.#takeSign('"')) return JSON.parse(this.#text.slice(start, this.#at));
      if (this.#text[this.#at] !== '\\') this.#break('string', start);
      if (this.#take(ESCAPE) === undefined) this.#break('escape');
    }
  }

  #number(): number {
    const start = this.#at;
    const digits = this.#take(NUMBER);
    if (digits === undefined) this.#break('number');
    const value = Number(digits);
    const isExact = /^-?\d+$/.test(digits) ? Number.isSafeInteger(value) : Number.isFinite(value);
    return isExact ? value : this.#break('number', start);
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    this.#at += found?.length ?? 0;
    return found;
  }

  #takeSign(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  /** Goes on from where it was asked before: a document of thousands of orders is counted once. */
  #lineHere(): number {
    for (; this.#counted < this.#at; this.#counted += 1) {
      if (this.#text[this.#counted] === '\n') this.#line += 1;
    }
    return this.#line;
  }

  #place(at: number): { line: number; column: number } {
    const before = this.#text.slice(0, at);
    const lineStart = before.lastIndexOf('\n') + 1;
    return { line: before.split('\n').length, column: at - lineStart + 1 };
  }

  #break(kind: JsonFaultKind, at = this.#at): never {
    TOKEN.lastIndex = at;
    const [found = ''] = TOKEN.exec(this.#text) ?? [];
    throw new Broken({ kind, ...this.#place(at), found: found.slice(0, 20) });
  }
}
