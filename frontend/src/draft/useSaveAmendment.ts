/** Saving a changed order: against the version that was seen, and done once also if an answer is lost. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useOrderApi } from '../api/client.ts';
import { isPassing, Refused } from '../api/failure.ts';
import { amendOrder, orderKey, orderQuery, ordersKey } from '../api/orders.ts';
import type { Order, OrderRequest } from '../api/types.ts';
import type { JsonObject } from '../json/json.ts';
import { says } from './useAmendment.ts';

interface Save {
  readonly request: OrderRequest;
  readonly patch: JsonObject;
  readonly version: number;
  /** Whether it was sent before, and nobody knows what became of it. */
  readonly isUnanswered: boolean;
}

export function useSaveAmendment(orderId: string, setUnanswered: (isUnanswered: boolean) => void) {
  const api = useOrderApi();
  const queries = useQueryClient();
  const latest = () => queries.fetchQuery({ ...orderQuery(api, orderId), staleTime: 0 });
  return useMutation({
    mutationFn: async ({ request, patch, version, isUnanswered }: Save): Promise<Order> => {
      if (Object.keys(patch).length === 0) return latest();
      try {
        return await amendOrder(api, orderId, version, patch);
      } catch (error) {
        // Overtaken, perhaps by oneself: an earlier attempt got through.
        if (!(error instanceof Refused) || ![409, 412].includes(error.status)) throw error;
        const order = await latest();
        if (isUnanswered && order.version === version + 1 && says(order, request)) return order;
        throw error;
      }
    },
    onSuccess: async (order) => {
      queries.setQueryData(orderKey(orderId), order);
      await queries.invalidateQueries({ queryKey: ordersKey });
    },
    onError: (error) => setUnanswered(isPassing(error)),
  });
}
