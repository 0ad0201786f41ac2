/** The filters of the list, as the address of the page says them. */
import { z } from 'zod/mini';
import type { OrderFilters } from '../api/orders.ts';
import { dayEnd, dayStart } from '../i18n/dates.ts';
import { STATUSES } from '../ui/StatusBadge.tsx';

const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

/** What somebody typed into the address and makes no sense is left out. */
function lenient<T extends z.core.SomeType>(schema: T) {
  return z.catch(z.optional(schema), undefined);
}

const searchSchema = z.object({
  status: lenient(z.enum(STATUSES)),
  from: lenient(day),
  to: lenient(day),
  owner: lenient(z.string().check(z.minLength(1), z.maxLength(255))),
  sort: lenient(z.enum(['newest', 'oldest'])),
  /** How many orders a page has; what the API allows. */
  limit: lenient(z.int().check(z.minimum(1), z.maximum(100))),
  cursor: lenient(z.string().check(z.minLength(1))),
  /** Only tells how far one has paged. */
  page: lenient(z.int().check(z.positive())),
});

export type OrdersSearch = Partial<z.infer<typeof searchSchema>>;

export function readSearch(search: Record<string, unknown>): OrdersSearch {
  return searchSchema.parse(search);
}

export function toFilters(search: OrdersSearch): OrderFilters {
  const { status, from, to, owner, sort, limit, cursor } = search;
  return {
    status,
    from: from && dayStart(from),
    to: to && dayEnd(to),
    owner,
    sort,
    limit,
    cursor,
  };
}

export function isFiltered({ status, from, to, owner }: OrdersSearch): boolean {
  return [status, from, to, owner].some((filter) => filter !== undefined);
}
