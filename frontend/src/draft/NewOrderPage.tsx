import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSpeech } from '../i18n/language.ts';
import { mayOrder } from '../session/role.ts';
import { useSession } from '../session/session.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { OrderEditor } from './OrderEditor.tsx';
import { SubmitTrouble } from './SubmitTrouble.tsx';
import { useDraft } from './useDraft.ts';
import { useOrderSubmit } from './useOrderSubmit.ts';
import { usePlaceOrder } from './usePlaceOrder.ts';

export function NewOrderPage() {
  const { t } = useSpeech();
  const { claims } = useSession();
  if (mayOrder(claims)) return <NewOrder />;
  return (
    <Page title={t.draft.title}>
      <EmptyState icon="info" title={t.state.notYours} detail={t.state.notYoursDetail} />
    </Page>
  );
}

function NewOrder() {
  const { t } = useSpeech();
  const navigate = useNavigate();
  const draft = useDraft();
  const [showRestored, setShowRestored] = useState(draft.wasRestored);
  const placing = usePlaceOrder(draft.sentUnanswered);
  const submit = useOrderSubmit(draft.form, async (asked, totalMinor) => {
    const request = totalMinor === undefined ? asked : { ...asked, totalMinor };
    const { key, unanswered } = draft.current();
    const { order, isEarlier } = await placing.mutateAsync({ key, request, unanswered });
    if (isEarlier) return;
    draft.discard();
    await navigate({ to: '/orders/$orderId', params: { orderId: order.orderId } });
  });

  function startAnew() {
    if (!window.confirm(t.draft.discardSure)) return;
    draft.discard();
    placing.reset();
    setShowRestored(false);
  }

  return (
    <Page
      title={t.draft.title}
      actions={
        <Button look="quiet" onClick={startAnew}>
          {t.draft.discard}
        </Button>
      }
    >
      <OrderEditor
        form={draft.form}
        restored={showRestored ? t.draft.restored : undefined}
        hasFailed={placing.isError}
        button={placing.isPending ? t.draft.submitting : t.draft.submit}
        isDisabled={placing.isPending}
        onSubmit={() => submit('shown')}
      >
        {placing.error && (
          <SubmitTrouble error={placing.error} acceptTotal={() => submit('server')} />
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
                    submit('shown');
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
      </OrderEditor>
    </Page>
  );
}
