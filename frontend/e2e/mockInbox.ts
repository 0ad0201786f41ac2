/** What the pipeline would have sent about the orders of a fake API. */
import type { Message } from '../src/api/inbox.ts';
import type { OrderStatus } from '../src/api/types.ts';
import { formatMoney } from '../src/money/format.ts';
import type { FakeOrders } from '../src/testing/fakeOrders.ts';

const headline = {
  PENDING: 'Order received',
  CONFIRMED: 'Invoice issued',
  PAID: 'Payment received',
  SHIPPED: 'Order shipped',
  DELIVERED: 'Order delivered',
  CANCELLED: 'Order cancelled',
  REFUNDED: 'Credit note issued',
} satisfies Record<OrderStatus, string>;

/** Newest first. */
export function mockInbox(orders: FakeOrders, consoleUrl: string): Message[] {
  const messages = [...orders.stored.values()].flatMap(({ order, events }) =>
    events.flatMap((event): Message[] => {
      // Nobody is told of an amended order.
      if (event.type === 'amended') return [];
      const { eventId, status, at } = event;
      const name = order.invoice?.number ?? order.orderId;
      const total = formatMoney(order.totals.grossMinor, order.currency, 'en');
      // The pipeline takes a moment.
      const sentAt = new Date(Date.parse(at) + 840).toISOString();
      const about = { at: sentAt, orderId: order.orderId, eventId, status };
      const subject = `${headline[status]}: ${name}`;
      const rows = [`Order:  ${order.orderId}`, `Status: ${status}`, `Total:  ${total}`];
      const link = `${consoleUrl}/orders/${order.orderId}`;
      return [
        {
          ...about,
          id: `${eventId}.email`,
          kind: 'email',
          to: 'customer@example.com',
          subject,
          body: `${subject}\n\n${rows.join('\n')}\n\n${link}\n`,
        },
        {
          ...about,
          id: `${eventId}.sms`,
          kind: 'sms',
          to: '+15555550100',
          body: `${subject}, ${total}`,
        },
      ];
    }),
  );
  return messages.sort((a, b) => b.at.localeCompare(a.at));
}
