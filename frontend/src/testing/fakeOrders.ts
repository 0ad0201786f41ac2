/**
 * Orders in memory, with the promises of the order API that the console relies on: prices, versions,
 * gapless numbers, and one order for each idempotency key.
 */
import type {
  HistoryEvent,
  ListedOrder,
  Order,
  OrderRequest,
  OrderStatus,
  TaxCategory,
  Totals,
} from '../api/types.ts';
import { orderToPrice } from '../money/orderToPrice.ts';
import { type PricedTotals, priceOrder } from '../money/pricing.ts';
import { usualCategory } from '../money/taxCategory.ts';
import type { Claims } from '../session/claims.ts';

const nextStatuses = {
  PENDING: ['CONFIRMED', 'CANCELLED'],
  CONFIRMED: ['PAID', 'CANCELLED'],
  PAID: ['SHIPPED', 'REFUNDED'],
  SHIPPED: ['DELIVERED', 'REFUNDED'],
  DELIVERED: ['REFUNDED'],
  CANCELLED: [],
  REFUNDED: [],
} satisfies Record<OrderStatus, OrderStatus[]>;

export interface StoredOrder {
  order: Omit<Order, 'nextStatuses'>;
  readonly owner: string;
  readonly events: HistoryEvent[];
}

export class FakeOrders {
  readonly stored = new Map<string, StoredOrder>();
  /** By caller and idempotency key. */
  readonly remembered = new Map<string, { readonly body: string; readonly orderId: string }>();
  #invoices = 0;
  #creditNotes = 0;
  #placed = 0;

  /** Undefined if its price breaks a rule. */
  place(request: OrderRequest, owner: string, at = new Date()): StoredOrder | undefined {
    const content = priced(request);
    if (content === undefined) return undefined;
    const createdAt = at.toISOString();
    const orderId = this.#orderId(at);
    const order: StoredOrder['order'] = {
      orderId,
      version: 1,
      status: 'PENDING',
      createdAt,
      updatedAt: createdAt,
      ...content,
    };
    const stored: StoredOrder = { order, owner, events: [] };
    stored.events.push(this.#event(order, 'placed', owner, null));
    this.stored.set(orderId, stored);
    return stored;
  }

  /** False if its price breaks a rule. */
  amend(stored: StoredOrder, request: OrderRequest, by: string, at = new Date()): boolean {
    const content = priced(request);
    if (content === undefined) return false;
    const { version } = stored.order;
    const updatedAt = at.toISOString();
    stored.order = { ...stored.order, ...content, version: version + 1, updatedAt };
    stored.events.push(this.#event(stored.order, 'amended', by, null));
    return true;
  }

  move(stored: StoredOrder, to: OrderStatus, by: string, reason: string | null, at = new Date()) {
    const { order } = stored;
    const updatedAt = at.toISOString();
    const hasInvoice = order.invoice != null;
    const year = at.getUTCFullYear();
    const moved: StoredOrder['order'] = {
      ...order,
      status: to,
      version: order.version + 1,
      updatedAt,
      ...(to === 'CONFIRMED' && {
        invoice: { number: `INV-${year}-${padded(++this.#invoices)}`, issuedAt: updatedAt },
      }),
      ...((to === 'REFUNDED' || (to === 'CANCELLED' && hasInvoice)) && {
        creditNote: { number: `CN-${year}-${padded(++this.#creditNotes)}`, issuedAt: updatedAt },
      }),
    };
    stored.order = moved;
    stored.events.push(this.#event(moved, 'status-changed', by, reason));
  }

  /** The order as `caller` sees it; undefined if it is not theirs. */
  seen(orderId: string, caller: Claims): StoredOrder | undefined {
    const stored = this.stored.get(orderId);
    const isTheirs = caller.scopes.has('orders:admin') || stored?.owner === caller.subject;
    return isTheirs ? stored : undefined;
  }

  all(caller: Claims): StoredOrder[] {
    return [...this.stored.keys()]
      .sort()
      .reverse()
      .flatMap((orderId) => this.seen(orderId, caller) ?? []);
  }

  #event(
    order: StoredOrder['order'],
    type: HistoryEvent['type'],
    by: string,
    reason: string | null,
  ): HistoryEvent {
    const { orderId, version, status, updatedAt } = order;
    return { eventId: `${orderId}.${version}`, version, status, type, at: updatedAt, by, reason };
  }

  #orderId(at: Date): string {
    const time = at.getTime().toString(16).padStart(12, '0');
    const tail = (++this.#placed).toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${tail}`;
  }
}

export function nextFor(status: OrderStatus, caller: Claims): OrderStatus[] {
  const isAdmin = caller.scopes.has('orders:admin');
  const mayWrite = caller.scopes.has('orders:write');
  return nextStatuses[status].filter(
    (to) => isAdmin || (mayWrite && (to === 'CONFIRMED' || to === 'CANCELLED')),
  );
}

/** What its latest change is told as (`order-status-changed.v1`), as JSON. */
export function latestEvent({ order, events }: StoredOrder): string {
  const { orderId, version, updatedAt } = order;
  return JSON.stringify({
    type: 'order-status-changed.v1',
    eventId: `${orderId}.${version}`,
    occurredAt: events.at(-1)?.at ?? updatedAt,
    ...(version > 1 && { previousStatus: 'PENDING' }),
    order,
  });
}

export function representation(stored: StoredOrder, caller: Claims): Order {
  return { ...stored.order, nextStatuses: nextFor(stored.order.status, caller) };
}

export function listed({ order }: StoredOrder, caller: Claims): ListedOrder {
  const { orderId, version, status, createdAt, updatedAt, currency } = order;
  return {
    orderId,
    version,
    status,
    createdAt,
    updatedAt,
    currency,
    buyerName: order.buyer.name,
    purchaseOrderReference: order.purchaseOrderReference ?? null,
    grossMinor: order.totals.grossMinor,
    invoiceNumber: order.invoice?.number ?? null,
    creditNoteNumber: order.creditNote?.number ?? null,
    nextStatuses: nextFor(status, caller),
  };
}

/** What an order says of what is wanted, with its price; undefined if that breaks a rule. */
function priced(request: OrderRequest) {
  const price = priceOrder(orderToPrice(request));
  if (price.kind === 'refused') return undefined;
  const { buyer, shipTo, currency, purchaseOrderReference, notes, shipping, discount } = request;
  return {
    buyer,
    shipTo: shipTo ?? null,
    currency,
    locale: request.locale ?? 'en',
    purchaseOrderReference: purchaseOrderReference ?? null,
    notes: notes ?? null,
    lines: request.lines.map((line, index) => {
      const priced = price.lines[index];
      return {
        description: line.description,
        sku: line.sku ?? null,
        quantity: String(line.quantity),
        unitPriceMinor: line.unitPriceMinor,
        taxRateBasisPoints: line.taxRateBasisPoints,
        taxCategory: line.taxCategory ?? usualCategory(line.taxRateBasisPoints),
        netMinor: Number(priced?.net ?? 0n),
        discount: line.discount
          ? { ...line.discount, amountMinor: Number(priced?.discount ?? 0n) }
          : null,
      };
    }),
    discount: discount ? { ...discount, amountMinor: Number(price.totals.discount) } : null,
    shipping: shipping
      ? { ...shipping, taxCategory: shipping.taxCategory ?? usualCategory(shipping.taxRateBasisPoints) }
      : null,
    totals: wireTotals(price.totals, request),
  };
}

function wireTotals(totals: PricedTotals, { lines, shipping }: OrderRequest): Totals {
  const taxed = [...lines, ...(shipping ? [shipping] : [])];
  const reasonOf = (category: TaxCategory) =>
    taxed.find((part) => part.taxCategory === category)?.taxExemptionReason ?? null;
  return {
    ...(totals.discount > 0n && { discountMinor: Number(totals.discount) }),
    ...(totals.shipping > 0n && { shippingMinor: Number(totals.shipping) }),
    netMinor: Number(totals.net),
    taxMinor: Number(totals.tax),
    grossMinor: Number(totals.gross),
    taxSubtotals: totals.groups.map(({ tax, discount, net, amount }) => ({
      taxCategory: tax.category,
      taxExemptionReason: reasonOf(tax.category),
      taxRateBasisPoints: Number(tax.basisPoints),
      ...(discount > 0n && { discountMinor: Number(discount) }),
      netMinor: Number(net),
      taxMinor: Number(amount),
    })),
  };
}

function padded(count: number): string {
  return String(count).padStart(6, '0');
}
