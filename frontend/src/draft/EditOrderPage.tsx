import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { FormProvider } from 'react-hook-form';
import { useOrderApi } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { orderQuery } from '../api/orders.ts';
import type { Order, OrderRequest } from '../api/types.ts';
import { useSpeech } from '../i18n/language.ts';
import { BackLink } from '../ops/BackLink.tsx';
import { mayOrder } from '../session/role.ts';
import { useSession } from '../session/session.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { DraftTotals } from './DraftTotals.tsx';
import { FaultSummary } from './FaultSummary.tsx';
import { isFieldName } from './fieldNames.ts';
import { LineEditor } from './LineEditor.tsx';
import { liveTotals } from './liveTotals.ts';
import { ExtraFields, OrderFields } from './OrderFields.tsx';
import { PartyFields } from './PartyFields.tsx';
import { fieldOf } from './pointers.ts';
import { SubmitTrouble } from './SubmitTrouble.tsx';
import { useAmendment, withTotal } from './useAmendment.ts';
import { useSaveAmendment } from './useSaveAmendment.ts';

const route = getRouteApi('/shell/orders/$orderId/edit');

/** Changes a pending order: the form of the new order, filled with what it says. */
export function EditOrderPage() {
  const { t } = useSpeech();
  const { claims } = useSession();
  const { orderId } = route.useParams();
  const api = useOrderApi();
  const order = useQuery({ ...orderQuery(api, orderId), enabled: mayOrder(claims) });
  const isMissing = order.error instanceof Refused && [400, 404].includes(order.error.status);
  if (order.data !== undefined && mayOrder(claims)) return <EditForm order={order.data} />;
  return (
    <Page title={t.amend.title}>
      {!mayOrder(claims) && (
        <EmptyState icon="info" title={t.state.notYours} detail={t.state.notYoursDetail} />
      )}
      {isMissing && (
        <EmptyState icon="info" title={t.order.notFound} detail={t.order.notFoundDetail} />
      )}
      {order.error && !isMissing && (
        <Failure error={order.error} retry={() => order.refetch()} />
      )}
      {mayOrder(claims) && order.isPending && !order.error && (
        <Loading>
          <Skeleton className="h-[40rem] rounded-xl" />
        </Loading>
      )}
    </Page>
  );
}

function EditForm({ order }: { order: Order }) {
  const { t } = useSpeech();
  const { orderId } = order;
  const navigate = useNavigate();
  const amendment = useAmendment(order);
  const { form } = amendment;
  const trouble = useRef<HTMLDivElement>(null);
  // Two clicks can come faster than the button is drawn anew.
  const isBusy = useRef(false);
  const saving = useSaveAmendment(orderId, amendment.setUnanswered);
  const toOrder = () => navigate({ to: '/orders/$orderId', params: { orderId } });

  async function save(request: OrderRequest, acceptTotal: boolean) {
    if (isBusy.current) return;
    isBusy.current = true;
    const { version, isUnanswered } = amendment;
    const gross = acceptTotal ? undefined : liveTotals(form.getValues()).totals?.gross;
    const patch = withTotal(amendment.patchTo(request), gross);
    try {
      await saving.mutateAsync({ request, patch, version, isUnanswered });
      amendment.forget();
      await toOrder();
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

  const submit = (acceptTotal: boolean) =>
    form.handleSubmit((request) => save(request, acceptTotal))();
  const { submitCount } = form.formState;
  const hasFaults = Object.keys(form.formState.errors).length > 0;
  useEffect(() => {
    if (submitCount > 0 && (hasFaults || saving.isError)) trouble.current?.focus();
  }, [submitCount, saving.isError]);

  const isClosed = order.status !== 'PENDING';
  // A change that nobody has answered may be one's own: the next attempt tells.
  const isOvertaken = order.version !== amendment.version && !amendment.isUnanswered;
  return (
    <FormProvider {...form}>
      <Page
        title={t.amend.title}
        above={
          <BackLink to="/orders/$orderId" params={{ orderId }}>
            {t.amend.back}
          </BackLink>
        }
        lead={<span className="font-mono text-xs break-all">{orderId}</span>}
        actions={
          <Button
            look="quiet"
            onClick={() => {
              amendment.restart(order);
              saving.reset();
            }}
          >
            {t.amend.discard}
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
            {amendment.wasRestored && <Notice tone="info" title={t.amend.restored} />}
            <div ref={trouble} tabIndex={-1} className="space-y-4 outline-none empty:hidden">
              <FaultSummary />
              {isClosed && (
                <Notice
                  tone="warning"
                  title={t.amend.closed}
                  actions={
                    <Link
                      to="/orders/$orderId"
                      params={{ orderId }}
                      className={buttonClass('primary')}
                    >
                      {t.amend.back}
                    </Link>
                  }
                >
                  {t.amend.closedDetail(t.status[order.status])}
                </Notice>
              )}
              {!isClosed && isOvertaken && (
                <Notice
                  tone="warning"
                  title={t.amend.overtaken}
                  actions={
                    <Button
                      onClick={form.handleSubmit((request) => {
                        amendment.rebase(order, request);
                        saving.reset();
                      })}
                    >
                      {t.amend.rebase}
                    </Button>
                  }
                >
                  {t.amend.overtakenDetail(amendment.changedSince(order).join(', '))}
                </Notice>
              )}
              {saving.error && !isClosed && !isOvertaken && (
                <SubmitTrouble of="amend" error={saving.error} acceptTotal={() => submit(true)} />
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
                disabled={saving.isPending || isClosed || isOvertaken}
              >
                {saving.isPending ? t.amend.submitting : t.amend.submit}
              </Button>
            </Card>
          </div>
        </form>
      </Page>
    </FormProvider>
  );
}
