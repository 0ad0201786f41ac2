/** What somebody has made of a payload, and the patch that says the same. */
import { isJsonObject, isSameJson, type JsonObject } from '../json/json.ts';
import { applyPatch, patchBetween } from '../json/mergePatch.ts';
import { type JsonFault, parseJson } from '../json/parseJson.ts';

export type Edit =
  | { readonly kind: 'broken'; readonly fault: JsonFault }
  | { readonly kind: 'notObject' }
  | { readonly kind: 'setsNull' }
  | { readonly kind: 'same' }
  | {
      readonly kind: 'changed';
      readonly value: JsonObject;
      readonly patch: JsonObject;
      /** The line of each value in the text, by its JSON pointer. */
      readonly lines: ReadonlyMap<string, number>;
    };

export function readEdit(original: JsonObject, text: string): Edit {
  const parsed = parseJson(text);
  if (parsed.kind === 'fault') return { kind: 'broken', fault: parsed.fault };
  const { value, lines } = parsed;
  if (!isJsonObject(value)) return { kind: 'notObject' };
  const patch = patchBetween(original, value);
  if (Object.keys(patch).length === 0) return { kind: 'same' };
  if (!isSameJson(applyPatch(original, patch), value)) return { kind: 'setsNull' };
  return { kind: 'changed', value, patch, lines };
}
