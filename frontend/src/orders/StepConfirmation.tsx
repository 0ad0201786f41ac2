import { useEffect, useId, useRef } from 'react';
import { useSpeech } from '../i18n/language.ts';
import { Button, type ButtonLook } from '../ui/Button.tsx';

/** Asks once more before an order is moved on, and for what reason. */
export function StepConfirmation(props: {
  /** What is about to be done, in words. */
  readonly action: string;
  readonly look: ButtonLook;
  readonly reason: string;
  readonly busy: boolean;
  readonly onReason: (reason: string) => void;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}) {
  const { t } = useSpeech();
  const { action, look, reason, busy, onReason, onConfirm, onCancel } = props;
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        onConfirm();
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onCancel();
      }}
    >
      <p className="text-sm font-medium">{t.order.confirmAction(action)}</p>
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
          autoComplete="off"
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => onReason(target.value)}
        />
        <p id={`${id}-hint`} className="mt-1 text-xs text-muted">
          {t.order.reasonHint}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look={look} disabled={busy}>
          {action}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          {t.order.cancel}
        </Button>
      </div>
    </form>
  );
}
