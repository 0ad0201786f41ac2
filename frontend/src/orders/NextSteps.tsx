import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { useOrderApi } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { orderKey, ordersKey, transition } from '../api/orders.ts';
import type { Order, OrderStatus } from '../api/types.ts';
import { useSpeech } from '../i18n/language.ts';
import { Button, type ButtonLook } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { useFailureWords } from '../ui/Failure.tsx';
import { Notice } from '../ui/Notice.tsx';

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
interface Step {
  readonly to: OrderStatus;
  /** The same for every attempt at this step, so that it is taken once. */
  readonly key: string;
  /** What the person had before their eyes when they decided. */
  readonly version: number;
}

/** What this person can do with the order now; the API says what that is. */
export function NextSteps({ order }: { order: Order }) {
  const { t } = useSpeech();
  const [step, setStep] = useState<Step>();
  const change = useChange(order.orderId, () => setStep(undefined));

  function choose(to: OrderStatus) {
    change.reset();
    setStep({ to, key: crypto.randomUUID(), version: order.version });
  }

  return (
    <Card id="next-steps" title={t.order.actions}>
      <div className="space-y-3">
        {change.error && <Refusal error={change.error} />}
        {change.isSuccess && (
          <Notice tone="success" title={t.order.done(t.status[change.data.status])} />
        )}
        {step !== undefined && (
          <Confirmation
            key={step.key}
            step={step}
            busy={change.isPending}
            onConfirm={(reason) => change.mutate({ orderId: order.orderId, ...step, reason })}
            onCancel={() => setStep(undefined)}
          />
        )}
        {step === undefined && (
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

function Confirmation(props: {
  readonly step: Step;
  readonly busy: boolean;
  readonly onConfirm: (reason: string) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useSpeech();
  const { step, busy, onConfirm, onCancel } = props;
  const [reason, setReason] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        onConfirm(reason);
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onCancel();
      }}
    >
      <p className="text-sm font-medium">{t.order.confirmAction(t.action[step.to])}</p>
      <div>
        <label htmlFor={id} className="mb-1 block text-sm text-muted">
          {t.order.reason}
        </label>
        <input
          ref={field}
          id={id}
          className="field"
          value={reason}
          maxLength={300}
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => setReason(target.value)}
        />
        <p id={`${id}-hint`} className="mt-1 text-xs text-muted">
          {t.order.reasonHint}
        </p>
      </div>
      <div className="flex gap-2">
        <Button type="submit" look={look[step.to]} disabled={busy}>
          {t.action[step.to]}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          {t.order.cancel}
        </Button>
      </div>
    </form>
  );
}
