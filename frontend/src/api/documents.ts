/** The PDF of an order, by the route that redirects to where it is. */
import { queryOptions } from '@tanstack/react-query';
import type { OrderApi } from './client.ts';
import { isPassing } from './failure.ts';
import { orderKey } from './orders.ts';

export type DocumentKind = 'invoice' | 'credit-note';

/** A document is stored again, under the same number, shortly after the order's status changed. */
const SETTLES_AFTER_MS = 20_000;
const RELOAD_MS = 4_000;
const ON_ITS_WAY_MS = 2_000;

export interface LoadedDocument {
  readonly blob: Blob;
  /** The same for the same bytes, so that a document that did not change is not drawn again. */
  readonly digest: string;
}

export function documentQuery(
  api: OrderApi,
  kind: DocumentKind,
  order: { readonly orderId: string; readonly version: number; readonly updatedAt: string },
  /** One that was kept earlier; without it the latest. */
  version?: string,
) {
  return queryOptions({
    queryKey: [...orderKey(order.orderId), kind, version ?? order.version],
    queryFn: async ({ signal }): Promise<LoadedDocument> => {
      const query = version === undefined ? '' : `?version=${encodeURIComponent(version)}`;
      const path = `/orders/${order.orderId}/${kind}${query}`;
      const bytes = new Uint8Array(await api.fetchBytes(path, signal));
      // A PDF, whatever the answer calls itself: at an address of this page, it must never be taken
      // for a page of ours.
      const blob = new Blob([bytes], { type: 'application/pdf' });
      return { blob, digest: hex(await crypto.subtle.digest('SHA-256', bytes)) };
    },
    structuralSharing: (before, after) =>
      isLoaded(before) && isLoaded(after) && before.digest === after.digest ? before : after,
    retry: false,
    refetchInterval: (query) => {
      const { data, error } = query.state;
      if (data === undefined) return error === null || isPassing(error) ? ON_ITS_WAY_MS : false;
      if (version !== undefined) return false;
      const age = Date.now() - Date.parse(order.updatedAt);
      return age < SETTLES_AFTER_MS ? RELOAD_MS : false;
    },
    staleTime: SETTLES_AFTER_MS,
  });
}

function isLoaded(data: unknown): data is LoadedDocument {
  return typeof data === 'object' && data !== null && 'digest' in data;
}

export function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
