/** The names of the fields that a draft has, in the order of the form. */
import type { FieldPath } from 'react-hook-form';
import type { DraftValues } from './values.ts';

export type FieldName = FieldPath<DraftValues>;

export function fieldNames(values: DraftValues): FieldName[] {
  const names = new Set(['lines', ...leaves(values, '')]);
  return [...names].filter((name): name is FieldName => isFieldName(name, values));
}

/** Whether `name` leads to something in the draft. */
export function isFieldName(name: string, values: DraftValues): name is FieldName {
  let part: unknown = values;
  for (const segment of name.split('.')) {
    if (typeof part !== 'object' || part === null) return false;
    const found = Object.entries(part).find(([key]) => key === segment);
    if (found === undefined) return false;
    part = found[1];
  }
  return true;
}

function leaves(part: unknown, prefix: string): string[] {
  if (typeof part !== 'object' || part === null) return [prefix];
  return Object.entries(part).flatMap(([key, value]) =>
    leaves(value, prefix === '' ? key : `${prefix}.${key}`),
  );
}
