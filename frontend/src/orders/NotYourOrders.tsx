import { useNavigate } from '@tanstack/react-router';
import { useId } from 'react';
import { useSpeech } from '../i18n/language.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';

/**
 * For operators, in place of a list without rows: the API lists everybody their own orders, and they
 * have none. What became of an order they see by its dead letters.
 */
export function NotYourOrders() {
  const { t } = useSpeech();
  const navigate = useNavigate();
  const id = useId();
  return (
    <div className="rounded-xl border border-line bg-card">
      <EmptyState icon="info" title={t.orders.notYours} detail={t.orders.notYoursDetail}>
        <form
          className="w-full max-w-md text-left"
          onSubmit={async (event) => {
            event.preventDefault();
            const orderId = String(new FormData(event.currentTarget).get('orderId')).trim();
            await navigate({ to: '/ops/messages', search: { orderId } });
          }}
        >
          <label htmlFor={id} className="mb-1 block text-sm text-muted">
            {t.orders.orderId}
          </label>
          <div className="flex flex-wrap gap-2">
            <input
              id={id}
              name="orderId"
              className="field grow basis-72 font-mono"
              autoComplete="off"
              spellCheck={false}
              required
              maxLength={64}
            />
            <Button type="submit" look="primary" className="grow">
              {t.orders.itsDeadLetters}
            </Button>
          </div>
        </form>
      </EmptyState>
    </div>
  );
}
