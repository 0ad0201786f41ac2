/** An order as somebody changes it: prefilled, kept while it is typed, and sent as what differs. */
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod/mini';
import type { Order, OrderRequest } from '../api/types.ts';
import { isSameJson, type JsonObject } from '../json/json.ts';
import { applyPatch, patchBetween } from '../json/mergePatch.ts';
import { forget, keep, keptKey, restore } from '../session/kept.ts';
import { useSession } from '../session/session.ts';
import { requestOf, valuesOf } from './fromOrder.ts';
import { resolver } from './resolver.ts';
import { draftValues } from './values.ts';

const storedAmendment = z.object({
  /** What the person had before their eyes when they began. */
  version: z.int(),
  /** The request that would have placed it so, as JSON. */
  base: z.string(),
  values: draftValues,
  /** Whether a change was sent, and nobody knows what became of it. */
  isUnanswered: z.boolean(),
});

type Amendment = z.infer<typeof storedAmendment>;

/** Parts whose change changes the total. */
const PRICED: readonly string[] = ['lines', 'discount', 'shipping', 'currency'];

export function useAmendment(order: Order) {
  const key = keptKey(useSession().claims.subject, `amend:${order.orderId}`);
  const [{ first, wasRestored }] = useState(() => {
    const restored = restore(key, storedAmendment);
    return { first: restored ?? begin(order), wasRestored: restored !== undefined };
  });
  const [amendment, setAmendment] = useState(first);
  const form = useForm({ defaultValues: first.values, resolver, shouldFocusError: false });
  const { subscribe, getValues, reset } = form;

  useEffect(
    () =>
      subscribe({
        formState: { values: true },
        callback: () => keep(key, { ...amendment, values: getValues() }),
      }),
    [subscribe, getValues, key, amendment],
  );

  function become(next: Amendment) {
    keep(key, next);
    setAmendment(next);
  }

  return {
    form,
    wasRestored,
    version: amendment.version,
    isUnanswered: amendment.isUnanswered,
    /** What `request` changes of the order as it was. */
    patchTo: (request: OrderRequest) => patchBetween(baseOf(amendment), asJson(request)),
    /** Which parts of the order somebody else has changed since. */
    changedSince: (latest: Order) =>
      Object.keys(patchBetween(baseOf(amendment), asJson(requestOf(latest)))),
    setUnanswered: (isUnanswered: boolean) =>
      become({ ...amendment, values: getValues(), isUnanswered }),
    /** Puts what was changed here on top of the order as it is now. */
    rebase(latest: Order, request: OrderRequest) {
      const patch = patchBetween(baseOf(amendment), asJson(request));
      const rebased: OrderRequest = JSON.parse(
        JSON.stringify(applyPatch(asJson(requestOf(latest)), patch)),
      );
      const next = { ...begin(latest), values: valuesOf(rebased) };
      become(next);
      reset(next.values);
    },
    restart(latest: Order) {
      const next = begin(latest);
      forget(key);
      setAmendment(next);
      reset(next.values);
    },
    forget: () => forget(key),
  };
}

/** The total that was shown goes along, so that nobody changes a price unseen. */
export function withTotal(patch: JsonObject, totalMinor: number | undefined): JsonObject {
  const isPriced = Object.keys(patch).some((part) => PRICED.includes(part));
  return isPriced && totalMinor !== undefined ? { ...patch, totalMinor } : patch;
}

/** Whether the order now says what `request` asked for. */
export function says(order: Order, request: OrderRequest): boolean {
  return isSameJson(asJson(requestOf(order)), asJson(request));
}

function begin(order: Order): Amendment {
  const request = requestOf(order);
  return {
    version: order.version,
    base: JSON.stringify(request),
    values: valuesOf(request),
    isUnanswered: false,
  };
}

function baseOf({ base }: Amendment): JsonObject {
  return JSON.parse(base);
}

function asJson(request: OrderRequest): JsonObject {
  return JSON.parse(JSON.stringify(request));
}
