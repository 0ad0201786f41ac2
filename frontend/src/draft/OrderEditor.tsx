import { type ReactNode, useEffect, useRef } from 'react';
import { FormProvider } from 'react-hook-form';
import { useSpeech } from '../i18n/language.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Notice } from '../ui/Notice.tsx';
import { DraftTotals } from './DraftTotals.tsx';
import { FaultSummary } from './FaultSummary.tsx';
import { LineEditor } from './LineEditor.tsx';
import { ExtraFields, OrderFields } from './OrderFields.tsx';
import { PartyFields } from './PartyFields.tsx';
import type { OrderForm } from './useOrderSubmit.ts';

/** The fields of an order beside its total: of a new one, and of one that is changed. */
export function OrderEditor(props: {
  readonly form: OrderForm;
  /** Says that what was typed is here again, if it is. */
  readonly restored: string | undefined;
  /** What stands in the way beside the faults of fields. */
  readonly children: ReactNode;
  /** Whether the last attempt failed: then `children` say why, and get the focus. */
  readonly hasFailed: boolean;
  readonly button: string;
  readonly isDisabled: boolean;
  readonly onSubmit: () => void;
}) {
  const { form, restored, children, hasFailed, button, isDisabled, onSubmit } = props;
  const { t } = useSpeech();
  const trouble = useRef<HTMLDivElement>(null);
  const { submitCount, errors } = form.formState;
  const hasFaults = Object.keys(errors).length > 0;
  useEffect(() => {
    if (submitCount > 0 && (hasFaults || hasFailed)) trouble.current?.focus();
    // Not with each fault that comes while somebody types: that would take the focus from them.
  }, [submitCount, hasFailed]);
  return (
    <FormProvider {...form}>
      <form
        noValidate
        className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,1fr)_18rem]"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          onSubmit();
        }}
      >
        <div className="min-w-0 space-y-6">
          {restored !== undefined && <Notice tone="info" title={restored} />}
          <div ref={trouble} tabIndex={-1} className="space-y-4 outline-none empty:hidden">
            <FaultSummary />
            {children}
          </div>
          <PartyFields />
          <OrderFields />
          <LineEditor />
          <ExtraFields />
        </div>
        <div className="xl:sticky xl:top-6">
          <Card id="draft-total" title={t.totals.title}>
            <DraftTotals />
            <Button
              type="submit"
              look="primary"
              className="mt-4 min-h-11 w-full"
              disabled={isDisabled}
            >
              {button}
            </Button>
          </Card>
        </div>
      </form>
    </FormProvider>
  );
}
