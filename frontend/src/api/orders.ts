/** Reading and changing orders: one function for each thing people do. */
import { queryOptions } from '@tanstack/react-query';
import type { JsonObject } from '../json/json.ts';
import { answered, type OrderApi } from './client.ts';
import type {
  HistoryEvent,
  Order,
  OrderHistory,
  OrderList,
  OrderRequest,
  OrderStatus,
} from './types.ts';

export interface OrderFilters {
  readonly status?: OrderStatus | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly owner?: string | undefined;
  readonly sort?: 'newest' | 'oldest' | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** The pipeline takes seconds; who waits longer than so is not asked for all the time. */
const PIPELINE_MS = 120_000;
const ON_ITS_WAY_MS = 2_000;

export const ordersKey = ['orders'];
export const orderKey = (orderId: string) => ['order', orderId];

export function listQuery(api: OrderApi, filters: OrderFilters) {
  return queryOptions({
    queryKey: [...ordersKey, filters],
    queryFn: ({ signal }): Promise<OrderList> =>
      answered(api.http.GET('/orders', { params: { query: given(filters) }, signal })),
  });
}

export function orderQuery(api: OrderApi, orderId: string) {
  return queryOptions({
    queryKey: orderKey(orderId),
    queryFn: ({ signal }): Promise<Order> =>
      answered(api.http.GET('/orders/{orderId}', { params: { path: { orderId } }, signal })),
  });
}

export function historyQuery(api: OrderApi, orderId: string, version: number | undefined) {
  return queryOptions({
    // With each version there is one entry more; then it only learns what became of the latest.
    queryKey: [...orderKey(orderId), 'history', version],
    queryFn: ({ signal }): Promise<OrderHistory> =>
      answered(api.http.GET('/orders/{orderId}/events', { params: { path: { orderId } }, signal })),
    enabled: version !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) =>
      state.data?.events.some((event) => isOnItsWay(event, PIPELINE_MS)) ? ON_ITS_WAY_MS : false,
  });
}

/** Whether a change of the last `withinMs` has not come out of the pipeline yet. */
export function isOnItsWay(event: HistoryEvent, withinMs: number): boolean {
  const age = Date.now() - Date.parse(event.at);
  return event.type !== 'amended' && event.notifiedAt == null && age < withinMs;
}

/** Sent again with the same key and body, it gets the same answer and is not done again. */
export function placeOrder(api: OrderApi, body: OrderRequest, key: string): Promise<Order> {
  const params = { header: { 'Idempotency-Key': key } };
  return answered(api.http.POST('/orders', { params, body }));
}

export interface Transition {
  readonly orderId: string;
  /** The version that the person at the screen has seen. */
  readonly version: number;
  readonly to: OrderStatus;
  readonly reason: string;
  readonly key: string;
}

export function transition(api: OrderApi, change: Transition): Promise<Order> {
  const { orderId, version, to, key } = change;
  const params = {
    path: { orderId },
    header: { 'If-Match': `"${version}"`, 'Idempotency-Key': key },
  };
  const reason = change.reason.trim() || null;
  return answered(
    api.http.POST('/orders/{orderId}/transitions', { params, body: { to, reason } }),
  );
}

/** Changes what a pending order asks for, by a JSON Merge Patch. */
export function amendOrder(
  api: OrderApi,
  orderId: string,
  version: number,
  patch: JsonObject,
): Promise<Order> {
  const params = { path: { orderId }, header: { 'If-Match': `"${version}"` } };
  // The description knows no members of a patch, for it may have any.
  const body: Record<string, never> = JSON.parse(JSON.stringify(patch));
  const headers = { 'Content-Type': 'application/merge-patch+json' };
  return answered(api.http.PATCH('/orders/{orderId}', { params, body, headers }));
}

/** Without what is undefined: the API knows no empty parameters. */
function given(filters: OrderFilters) {
  const { status, from, to, owner, sort, cursor, limit } = filters;
  return {
    ...(status && { status }),
    ...(from && { from }),
    ...(to && { to }),
    ...(owner && { owner }),
    ...(sort && { sort }),
    ...(cursor && { cursor }),
    ...(limit && { limit }),
  };
}
