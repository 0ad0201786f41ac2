/** Editing what a dead letter carries. In English. */
import type { JsonFault, JsonFaultKind } from '../../json/parseJson.ts';

const jsonFault = {
  empty: () => 'there is nothing here',
  value: (found) => (found === '' ? 'a value is missing' : `\`${found}\` is no JSON value: texts stand in double quotes`),
  comma: (found) => `a comma or the closing bracket is missing before \`${found}\``,
  colon: () => 'a colon is missing after the name',
  key: (found) =>
    found === '}' ? 'the comma before this bracket is one too many' : 'a name in double quotes is expected',
  duplicate: () => 'this name stands here twice',
  open: (found) => `this \`${found}\` is never closed`,
  string: () => 'this text is never closed, or goes over the end of the line',
  escape: () => 'a backslash in a text takes one of " \\ / b f n r t u after it',
  number: (found) => `\`${found}\` is no number that can be kept exactly`,
  rest: (found) => `the document ends before \`${found}\``,
} satisfies Record<JsonFaultKind, (found: string) => string>;

export const mendingWords = {
  edit: {
    title: 'Edit and replay',
    label: 'Payload, as it shall be',
    restored: 'Your edit was restored.',
    reset: 'Back to the original',
    notJson: 'No JSON yet',
    fault: ({ line, column, kind, found }: JsonFault) =>
      `Line ${line}, column ${column}: ${jsonFault[kind](found)}.`,
    notObject: 'The payload has to stay an object, in braces.',
    nullRemoves: 'In a patch, null removes. These will not be there any more:',
    notEditable: 'This payload is no JSON object, so it cannot be patched. It can be discarded.',
    schemaFaults: (count: number) =>
      count === 1 ? 'The API finds one fault' : `The API finds ${count} faults`,
    schemaOk: 'The API finds no fault in it.',
    checking: 'Checking…',
    atLine: (line: number) => `Line ${line}`,
    changes: 'What changes',
    noChanges: 'Nothing is changed yet.',
    patch: 'As a merge patch',
    unchanged: (count: number) => (count === 1 ? '1 line is the same' : `${count} lines are the same`),
    added: 'added',
    removed: 'removed',
    next: 'Go on to the replay',
  },
};
