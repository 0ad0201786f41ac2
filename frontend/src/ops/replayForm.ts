/** How a replay is asked for: as it is typed, and as the API takes it. */
import { z } from 'zod/mini';
import { isJsonObject, type JsonObject } from '../json/json.ts';
import { type JsonFault, parseJson } from '../json/parseJson.ts';
import type { ReplayAction, ReplayFilter, ReplayRequest, VerdictKind } from './types.ts';

export const replayValues = z.object({
  reason: z.string(),
  limit: z.string(),
  rate: z.string(),
  canary: z.string(),
  breaker: z.string(),
  force: z.boolean(),
  /** A merge patch, or nothing. */
  patch: z.string(),
});

export type ReplayValues = z.infer<typeof replayValues>;

export const freshValues: ReplayValues = {
  reason: '',
  limit: '',
  rate: '50',
  canary: '1',
  breaker: '20',
  force: false,
  patch: '',
};

/** Under which name the form for these messages is kept. */
export function formName(action: ReplayAction, filter: ReplayFilter): string {
  return `${action}:${JSON.stringify(filter)}`;
}

type Fault = 'needReason' | 'needCount' | 'needRate' | 'needPercent' | 'needPatch' | JsonFault;
export type Faults = Partial<Record<keyof ReplayValues, Fault>>;
export type PlannedRequest = Omit<ReplayRequest, 'apply'>;

export function readForm(
  values: ReplayValues,
  action: ReplayAction,
  which: { readonly filter: ReplayFilter; readonly verdict: VerdictKind | undefined },
): { readonly kind: 'ok'; readonly request: PlannedRequest } | { readonly kind: 'faults'; readonly faults: Faults } {
  const faults: Faults = {};
  const isReplay = action === 'replay';
  const reason = values.reason.trim();
  if (reason === '') faults.reason = 'needReason';
  const limit = wholeNumber(values.limit);
  if (limit === 'fault' || limit === 0) faults.limit = 'needCount';
  const rate = wholeNumber(values.rate);
  if (typeof rate !== 'number' || rate < 1 || rate > 1_000) faults.rate = 'needRate';
  const canary = wholeNumber(values.canary);
  if (isReplay && (canary === 'fault' || canary === 0)) faults.canary = 'needCount';
  const breakerPercent = wholeNumber(values.breaker);
  if (isReplay && (typeof breakerPercent !== 'number' || breakerPercent > 100)) {
    faults.breaker = 'needPercent';
  }
  const patch = isReplay ? readPatch(values.patch) : undefined;
  if (typeof patch === 'string') faults.patch = patch;
  else if (patch !== undefined && 'fault' in patch) faults.patch = patch.fault;
  if (Object.keys(faults).length > 0) return { kind: 'faults', faults };
  return {
    kind: 'ok',
    request: {
      action,
      filter: which.filter,
      ...(which.verdict && { verdict: which.verdict }),
      reason,
      ...(typeof limit === 'number' && { limit }),
      ...(typeof rate === 'number' && { rate }),
      ...(isReplay && {
        ...(typeof canary === 'number' && { canary }),
        ...(typeof breakerPercent === 'number' && { breakerPercent }),
        ...(typeof patch === 'object' && 'patch' in patch && { patch: patch.patch }),
        force: values.force,
      }),
    },
  };
}

function wholeNumber(typed: string): number | undefined | 'fault' {
  const text = typed.trim();
  if (text === '') return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : 'fault';
}

function readPatch(
  typed: string,
): undefined | 'needPatch' | { readonly patch: JsonObject } | { readonly fault: JsonFault } {
  if (typed.trim() === '') return undefined;
  const parsed = parseJson(typed);
  if (parsed.kind === 'fault') return { fault: parsed.fault };
  return isJsonObject(parsed.value) ? { patch: parsed.value } : 'needPatch';
}
