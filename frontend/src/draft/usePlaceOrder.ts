/**
 * Placing the draft: once, however often it is tried. The draft's key goes along with every attempt,
 * and what was sent without an answer is remembered, for it may have been done.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type OrderApi, useOrderApi } from '../api/client.ts';
import { isPassing, Refused } from '../api/failure.ts';
import { orderKey, ordersKey, placeOrder } from '../api/orders.ts';
import type { Order, OrderRequest } from '../api/types.ts';

export interface Attempt {
  readonly key: string;
  readonly request: OrderRequest;
  readonly unanswered: readonly string[];
}

export interface Placed {
  readonly order: Order;
  /** The order is what was sent earlier, and not what was sent now. */
  readonly isEarlier: boolean;
}

export function usePlaceOrder(onUnanswered: (body: string) => void) {
  const api = useOrderApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (attempt: Attempt) => place(api, attempt),
    onSuccess: async ({ order }) => {
      queries.setQueryData(orderKey(order.orderId), order);
      await queries.invalidateQueries({ queryKey: ordersKey });
    },
    onError: (error, { request }) => {
      if (isPassing(error)) onUnanswered(JSON.stringify(request));
    },
  });
}

async function place(api: OrderApi, { key, request, unanswered }: Attempt): Promise<Placed> {
  try {
    return { order: await placeOrder(api, request, key), isEarlier: false };
  } catch (error) {
    if (!(error instanceof Refused) || error.kind !== 'idempotency-key-reused') throw error;
    const order = await findEarlier(api, key, unanswered);
    if (order === undefined) throw error;
    return { order, isEarlier: true };
  }
}

/** Sent again with its key, the request that was done is answered again. */
async function findEarlier(
  api: OrderApi,
  key: string,
  unanswered: readonly string[],
): Promise<Order | undefined> {
  for (const body of unanswered) {
    const request: OrderRequest = JSON.parse(body);
    try {
      return await placeOrder(api, request, key);
    } catch (error) {
      if (!(error instanceof Refused) || error.isPassing) throw error;
    }
  }
  return undefined;
}
