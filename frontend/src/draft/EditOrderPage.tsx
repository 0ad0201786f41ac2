import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useOrderApi } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { orderQuery } from '../api/orders.ts';
import type { Order } from '../api/types.ts';
import { useSpeech } from '../i18n/language.ts';
import { mayOrder } from '../session/role.ts';
import { useSession } from '../session/session.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { Button, buttonClass } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { OrderEditor } from './OrderEditor.tsx';
import { SubmitTrouble } from './SubmitTrouble.tsx';
import { useAmendment, withTotal } from './useAmendment.ts';
import { useOrderSubmit } from './useOrderSubmit.ts';
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
  const { form, version, isUnanswered } = amendment;
  const saving = useSaveAmendment(orderId, amendment.setUnanswered);
  const submit = useOrderSubmit(form, async (request, totalMinor) => {
    const patch = withTotal(amendment.patchTo(request), totalMinor);
    await saving.mutateAsync({ request, patch, version, isUnanswered });
    amendment.forget();
    await navigate({ to: '/orders/$orderId', params: { orderId } });
  });

  const isClosed = order.status !== 'PENDING';
  // A change that nobody has answered may be one's own: the next attempt tells.
  const isOvertaken = order.version !== version && !isUnanswered;
  return (
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
      <OrderEditor
        form={form}
        restored={amendment.wasRestored ? t.amend.restored : undefined}
        hasFailed={saving.isError}
        button={saving.isPending ? t.amend.submitting : t.amend.submit}
        isDisabled={saving.isPending || isClosed || isOvertaken}
        onSubmit={() => submit('shown')}
      >
        {isClosed && (
          <Notice
            tone="warning"
            title={t.amend.closed}
            actions={
              <Link to="/orders/$orderId" params={{ orderId }} className={buttonClass('primary')}>
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
          <SubmitTrouble of="amend" error={saving.error} acceptTotal={() => submit('server')} />
        )}
      </OrderEditor>
    </Page>
  );
}
