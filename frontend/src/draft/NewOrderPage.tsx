import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { FormProvider } from 'react-hook-form';
import { Refused } from '../api/failure.ts';
import type { OrderRequest } from '../api/types.ts';
import { useSpeech } from '../i18n/language.ts';
import { mayOrder } from '../session/role.ts';
import { useSession } from '../session/session.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { DraftTotals } from './DraftTotals.tsx';
import { FaultSummary } from './FaultSummary.tsx';
import { isFieldName } from './fieldNames.ts';
import { LineEditor } from './LineEditor.tsx';
import { limits } from './limits.ts';
import { liveTotals } from './liveTotals.ts';
import { ExtraFields, OrderFields } from './OrderFields.tsx';
import { PartyFields } from './PartyFields.tsx';
import { fieldOf } from './pointers.ts';
import { SubmitTrouble } from './SubmitTrouble.tsx';
import { useDraft } from './useDraft.ts';
import { usePlaceOrder } from './usePlaceOrder.ts';
import { isBlankLine } from './values.ts';

export function NewOrderPage() {
  const { t } = useSpeech();
  const { claims } = useSession();
  if (mayOrder(claims)) return <OrderForm />;
  return (
    <Page title={t.draft.title}>
      <EmptyState icon="info" title={t.state.notYours} detail={t.state.notYoursDetail} />
    </Page>
  );
}

function OrderForm() {
  const { t } = useSpeech();
  const navigate = useNavigate();
  const draft = useDraft();
  const { form } = draft;
  const [showRestored, setShowRestored] = useState(draft.wasRestored);
  const placing = usePlaceOrder(draft.sentUnanswered);
  const trouble = useRef<HTMLDivElement>(null);
  // Two clicks can come faster than the button is drawn anew.
  const isBusy = useRef(false);

  async function place(request: OrderRequest) {
    if (isBusy.current) return;
    isBusy.current = true;
    const { key, unanswered } = draft.current();
    try {
      const { order, isEarlier } = await placing.mutateAsync({ key, request, unanswered });
      if (isEarlier) return;
      draft.discard();
      await navigate({ to: '/orders/$orderId', params: { orderId: order.orderId } });
    } catch (error) {
      if (error instanceof Refused) showFaults(error);
    } finally {
      isBusy.current = false;
    }
  }

  function showFaults(refused: Refused) {
    for (const { pointer, detail } of refused.faults) {
      const name = pointer == null ? undefined : fieldOf(pointer);
      if (name !== undefined && isFieldName(name, form.getValues())) {
        form.setError(name, { message: detail });
      }
    }
  }

  /** With the total that this page shows, so that nobody orders at another price unseen. */
  function withTotal(request: OrderRequest): OrderRequest {
    const gross = liveTotals(form.getValues()).totals?.gross;
    if (gross === undefined || gross > limits.largestTotal) return request;
    return { ...request, totalMinor: Number(gross) };
  }

  function submit(acceptTotal: boolean) {
    dropBlankLines();
    return form.handleSubmit((request) => place(acceptTotal ? request : withTotal(request)))();
  }

  /** A line that was added and left empty is no fault. */
  function dropBlankLines() {
    const lines = form.getValues('lines');
    const kept = lines.filter((line) => !isBlankLine(line));
    if (kept.length > 0 && kept.length < lines.length) form.setValue('lines', kept);
  }

  const { submitCount } = form.formState;
  const hasFaults = Object.keys(form.formState.errors).length > 0;
  useEffect(() => {
    if (submitCount > 0 && (hasFaults || placing.isError)) trouble.current?.focus();
    // Not with each fault that comes while somebody types: that would take the focus from them.
  }, [submitCount, placing.isError]);

  return (
    <FormProvider {...form}>
      <Page
        title={t.draft.title}
        actions={
          <Button
            look="quiet"
            onClick={() => {
              if (!window.confirm(t.draft.discardSure)) return;
              draft.discard();
              placing.reset();
              setShowRestored(false);
            }}
          >
            {t.draft.discard}
          </Button>
        }
      >
        <form
          noValidate
          className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,1fr)_18rem]"
          onSubmit={(event) => {
            event.preventDefault();
            submit(false);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            submit(false);
          }}
        >
          <div className="min-w-0 space-y-6">
            {showRestored && <Notice tone="info" title={t.draft.restored} />}
            <div ref={trouble} tabIndex={-1} className="space-y-4 outline-none empty:hidden">
              <FaultSummary />
              {placing.error && (
                <SubmitTrouble error={placing.error} acceptTotal={() => submit(true)} />
              )}
              {placing.data?.isEarlier && (
                <Notice
                  tone="warning"
                  title={t.draft.gotThrough}
                  actions={
                    <>
                      <Link
                        to="/orders/$orderId"
                        params={{ orderId: placing.data.order.orderId }}
                        className={buttonClass('primary')}
                        onClick={draft.discard}
                      >
                        {t.draft.see}
                      </Link>
                      <Button
                        onClick={() => {
                          draft.renewKey();
                          submit(false);
                        }}
                      >
                        {t.draft.asNew}
                      </Button>
                    </>
                  }
                >
                  {t.draft.gotThroughDetail}
                </Notice>
              )}
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
                disabled={placing.isPending}
              >
                {placing.isPending ? t.draft.submitting : t.draft.submit}
              </Button>
            </Card>
          </div>
        </form>
      </Page>
    </FormProvider>
  );
}
