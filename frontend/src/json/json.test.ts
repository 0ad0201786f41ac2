import { expect, test } from 'vitest';
import { formatJson, inOrderOf } from './json.ts';
import { diffLines } from './lineDiff.ts';
import { applyPatch, patchBetween } from './mergePatch.ts';
import { parseJson } from './parseJson.ts';

test('reads what JSON.parse reads, and knows the line of each value', () => {
  const text = '{\n  "a/b": [1, -2.5e3, "x\\n\\u00e4"],\n  "c": {\n    "d": null, "e": true\n  }\n}';
  const parsed = parseJson(text);
  if (parsed.kind === 'fault') throw new Error(parsed.fault.kind);
  expect(parsed.value).toEqual(JSON.parse(text));
  expect(Object.fromEntries(parsed.lines)).toEqual({
    '': 1,
    '/a~1b': 2,
    '/a~1b/0': 2,
    '/a~1b/1': 2,
    '/a~1b/2': 2,
    '/c': 3,
    '/c/d': 4,
    '/c/e': 4,
  });
});

test('a member that is called like a prototype is a member', () => {
  const parsed = parseJson('{"__proto__": {"x": 1}}');
  if (parsed.kind === 'fault') throw new Error(parsed.fault.kind);
  expect(Object.keys(Object(parsed.value))).toEqual(['__proto__']);
});

test.each([
  ['', 'empty', 1, 1, ''],
  ['{\n  "a": 1\n  "b": 2\n}', 'comma', 3, 3, '"'],
  ['{"a": 1,}', 'key', 1, 9, '}'],
  ['[1, 2', 'open', 1, 1, '['],
  ['{"a"  1}', 'colon', 1, 7, '1'],
  ['{"a": yes}', 'value', 1, 7, 'yes'],
  ['{"a": "x\n"}', 'string', 1, 7, '"'],
  ['{"a": "\\q"}', 'escape', 1, 8, '\\'],
  ['{"a": 01}', 'number', 1, 7, '01'],
  ['{"a": 9007199254740993}', 'number', 1, 7, '9007199254740993'],
  ['{"a": 1, "a": 2}', 'duplicate', 1, 10, '"'],
  ['{} {}', 'rest', 1, 4, '{'],
])('%j breaks: %s at %i:%i', (text, kind, line, column, found) => {
  expect(parseJson(text)).toEqual({ kind: 'fault', fault: { kind, line, column, found } });
});

test.each([
  [{ a: 1, b: { c: 1, d: 2 } }, { a: 1, b: { c: 1, d: 3 } }, { b: { d: 3 } }],
  [{ a: 1, b: 2 }, { b: 2 }, { a: null }],
  [{ a: [1, 2] }, { a: [1] }, { a: [1] }],
  [{ a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
  [{ a: 1 }, { a: 1 }, {}],
])('from %j to %j it takes %j, and that leads there', (before, after, patch) => {
  expect(patchBetween(before, after)).toEqual(patch);
  expect(applyPatch(before, patch)).toEqual(after);
});

test.each([
  [{ a: 1, b: 2 }, { a: null, b: 2 }, { a: null }, { b: 2 }],
  [{ a: { b: 1, c: 2 } }, { a: { b: null, c: 2 } }, { a: { b: null } }, { a: { c: 2 } }],
  [{ a: 1 }, { a: 1, b: null }, { b: null }, { a: 1 }],
  [{ a: null, b: 1 }, { a: null, b: 2 }, { b: 2 }, { a: null, b: 2 }],
  [{ a: [1] }, { a: [null] }, { a: [null] }, { a: [null] }],
])('from %j to %j it takes %j: null removes a member, which makes %j', (before, after, patch, made) => {
  expect(patchBetween(before, after)).toEqual(patch);
  expect(applyPatch(before, patch)).toEqual(made);
});

test.each([
  ['a\nb\nc', 'a\nx\nc', ' a -b +x  c'],
  ['a\nb', 'a\nb', ' a  b'],
  ['a\nb\na\nb', 'b\na', '-a  b  a -b'],
  ['a', 'a\na\na', ' a +a +a'],
  ['', 'x', '- +x'],
])('the lines of %j and %j', (before, after, expected) => {
  const signs = { same: ' ', removed: '-', added: '+' };
  const lines = diffLines(before, after);
  expect(lines.map(({ kind, text }) => signs[kind] + text).join(' ')).toBe(expected);
  const side = (other: string) =>
    lines.filter(({ kind }) => kind !== other).map(({ text }) => text).join('\n');
  expect([side('added'), side('removed')]).toEqual([before, after]);
});

test('members in another order are no difference', () => {
  const before = { type: 'x', order: { id: 1, buyer: [{ name: 'a', city: 'b' }] } };
  const sorted = { added: null, order: { buyer: [{ city: 'b', name: 'c' }], id: 1 }, type: 'x' };
  const ordered = inOrderOf(before, sorted);
  expect(ordered).toEqual(sorted);
  const changed = diffLines(formatJson(before), formatJson(ordered)).filter(({ kind }) => kind !== 'same');
  expect(changed.map(({ kind, text }) => `${kind} ${text.trim()}`)).toEqual([
    'removed "name": "a",',
    'added "name": "c",',
    'removed }',
    'added },',
    'added "added": null',
  ]);
});
