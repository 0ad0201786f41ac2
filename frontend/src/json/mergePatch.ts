/** JSON Merge Patch (RFC 7396): what turns one document into another, and what it makes of it. */
import { isJsonObject, isSameJson, type JsonObject, type JsonValue } from './json.ts';

/**
 * The smallest patch from `before` to `after`. In a patch `null` removes, so a member that is `null`
 * in `after` alone is removed: what becomes of `before` is what `applyPatch` makes of it.
 */
export function patchBetween(before: JsonObject, after: JsonObject): JsonObject {
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const changed = Object.entries(after).flatMap(([key, value]): [string, JsonValue][] => {
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    if (isSameJson(old, value)) return [];
    return [[key, isJsonObject(old) && isJsonObject(value) ? patchBetween(old, value) : value]];
  });
  return Object.fromEntries([...removed.map((key) => [key, null]), ...changed]);
}

export function applyPatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const result = new Map(isJsonObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, applyPatch(result.get(key), value));
  }
  return Object.fromEntries(result);
}
