import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod/mini';
import { useOrderApi } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { orderKey, ordersKey, transition } from '../api/orders.ts';
import type { Order, OrderStatus } from '../api/types.ts';
import { useSpeech } from '../i18n/language.ts';
import { useKept } from '../session/kept.ts';
import { Button, type ButtonLook } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { useFailureWords } from '../ui/Failure.tsx';
import { Notice } from '../ui/Notice.tsx';
import { STATUSES } from '../ui/StatusBadge.tsx';
import { StepConfirmation } from './StepConfirmation.tsx';

const look = {
  PENDING: 'secondary',
  CONFIRMED: 'primary',
  PAID: 'primary',
  SHIPPED: 'primary',
  DELIVERED: 'primary',
  CANCELLED: 'danger',
  REFUNDED: 'danger',
} satisfies Record<OrderStatus, ButtonLook>;

const isFinal = {
  PENDING: false,
  CONFIRMED: false,
  PAID: false,
  SHIPPED: false,
  DELIVERED: false,
  CANCELLED: true,
  REFUNDED: true,
} satisfies Record<OrderStatus, boolean>;

/** A step that somebody is about to take. */
const stepSchema = z.object({
  to: z.enum(STATUSES),
  /** The same for every attempt at this step, also after a reload, so that it is taken once. */
  key: z.string(),
  /** What the person had before their eyes when they decided. */
  version: z.int(),
  reason: z.string(),
});

/** What this person can do with the order now; the API says what that is. */
export function NextSteps({ order }: { order: Order }) {
  const { t } = useSpeech();
  const { orderId, version } = order;
  const kept = useKept(`step:${orderId}`, z.nullable(stepSchema), null);
  // One from before may have been taken since.
  const isOver = kept.wasRestored && !order.nextStatuses.some((to) => to === kept.value?.to);
  const step = isOver ? null : kept.value;
  const change = useChange(orderId, kept.forget);

  function choose(to: OrderStatus) {
    change.reset();
    kept.change({ to, key: crypto.randomUUID(), version, reason: '' });
  }

  return (
    <Card id="next-steps" title={t.order.actions}>
      <div className="space-y-3">
        {change.error && <Refusal error={change.error} />}
        {change.isSuccess && (
          <Notice tone="success" title={t.order.done(t.status[change.data.status])} />
        )}
        {step !== null && (
          <StepConfirmation
            key={step.key}
            action={t.action[step.to]}
            look={look[step.to]}
            reason={step.reason}
            busy={change.isPending}
            onReason={(reason) => kept.change({ ...step, reason })}
            onConfirm={() => change.mutate({ orderId, ...step })}
            onCancel={kept.forget}
          />
        )}
        {step === null && (
          <div className="flex flex-col gap-2">
            {order.nextStatuses.map((to) => (
              <Button key={to} look={look[to]} onClick={() => choose(to)}>
                {t.action[to]}
              </Button>
            ))}
            {order.nextStatuses.length === 0 && (
              <p className="text-sm text-muted">
                {isFinal[order.status] ? t.order.final : t.order.notMine}
              </p>
            )}
          </div>
        )}
      </div>
    </Card>
  );
}

function useChange(orderId: string, closeStep: () => void) {
  const api = useOrderApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: Parameters<typeof transition>[1]) => transition(api, change),
    onSuccess: (changed) => {
      queries.setQueryData(orderKey(orderId), changed);
      closeStep();
    },
    onError: (error) => {
      // What was decided on is not what is there any more: nobody should insist on it blindly.
      if (wasOvertaken(error)) closeStep();
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: orderKey(orderId), exact: true }),
        queries.invalidateQueries({ queryKey: ordersKey }),
      ]),
  });
}

/** By somebody else or, if an answer was lost, by oneself: then the key stands for what was done. */
function wasOvertaken(error: Error): error is Refused {
  if (!(error instanceof Refused)) return false;
  return [409, 412].includes(error.status) || error.kind === 'idempotency-key-reused';
}

function Refusal({ error }: { error: Error }) {
  const { t } = useSpeech();
  const { title, detail } = useFailureWords(error);
  if (!wasOvertaken(error)) {
    return (
      <Notice tone="danger" title={title}>
        {detail}
      </Notice>
    );
  }
  const allowed = error.allowed.map((status) => t.status[status]).join(', ');
  return (
    <Notice tone="warning" title={t.order.changed}>
      {t.order.changedDetail} {allowed && t.order.refusedDetail(allowed)}
    </Notice>
  );
}
