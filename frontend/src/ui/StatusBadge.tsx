import type { OrderStatus } from '../api/types.ts';
import { useSpeech } from '../i18n/language.ts';
import { Badge } from './Badge.tsx';

/** Every status has a colour; the word beside it says the same. */
export const statusColour = {
  PENDING: { dot: 'bg-warning', fill: 'fill-warning' },
  CONFIRMED: { dot: 'bg-sky', fill: 'fill-sky' },
  PAID: { dot: 'bg-success', fill: 'fill-success' },
  SHIPPED: { dot: 'bg-indigo', fill: 'fill-indigo' },
  DELIVERED: { dot: 'bg-accent', fill: 'fill-accent' },
  CANCELLED: { dot: 'bg-slate', fill: 'fill-slate' },
  REFUNDED: { dot: 'bg-danger', fill: 'fill-danger' },
} satisfies Record<OrderStatus, { dot: string; fill: string }>;

export const STATUSES: readonly OrderStatus[] = [
  'PENDING',
  'CONFIRMED',
  'PAID',
  'SHIPPED',
  'DELIVERED',
  'CANCELLED',
  'REFUNDED',
];

export function StatusBadge({ status }: { status: OrderStatus }) {
  const { t } = useSpeech();
  return <Badge dot={statusColour[status].dot}>{t.status[status]}</Badge>;
}
