/** What somebody has made of a payload, and the patch that says the same. */
import {
  isJsonObject,
  isSameJson,
  type JsonObject,
  type JsonValue,
  pointerSegment,
} from '../json/json.ts';
import { applyPatch, patchBetween } from '../json/mergePatch.ts';
import { type JsonFault, parseJson } from '../json/parseJson.ts';

export type Edit =
  | { readonly kind: 'broken'; readonly fault: JsonFault }
  | { readonly kind: 'notObject' }
  | { readonly kind: 'same' }
  | {
      readonly kind: 'changed';
      /** What the patch makes of it: without the members that were set to `null`. */
      readonly value: JsonValue;
      /** JSON pointers of the members that were set to `null`, and so are removed. */
      readonly removedByNull: readonly string[];
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
  const patched = applyPatch(original, patch);
  if (isSameJson(patched, original)) return { kind: 'same' };
  const removedByNull = missingFrom(patched, value);
  return { kind: 'changed', value: patched, removedByNull, patch, lines };
}

/** JSON pointers of the members of `wanted` that `result` lacks. */
function missingFrom(result: JsonValue | undefined, wanted: JsonObject, at = ''): string[] {
  return Object.entries(wanted).flatMap(([key, value]) => {
    const pointer = at + pointerSegment(key);
    if (!isJsonObject(result) || !Object.hasOwn(result, key)) return [pointer];
    return isJsonObject(value) ? missingFrom(result[key], value, pointer) : [];
  });
}
