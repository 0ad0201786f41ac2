import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrderApi } from '../api/client.ts';
import { messageQuery } from '../api/deadLetters.ts';
import { Refused } from '../api/failure.ts';
import { formatExactTime } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { formatJson } from '../json/json.ts';
import { JsonView } from '../json/JsonView.tsx';
import { parseJson } from '../json/parseJson.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { Button, buttonClass } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Page } from '../ui/Page.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { AboutOrder } from './AboutOrder.tsx';
import { Facts } from './Facts.tsx';
import { OpsOnly } from './OpsOnly.tsx';
import { VerdictCard } from './VerdictCard.tsx';
import type { DeadLetterDetail } from './types.ts';

const route = getRouteApi('/shell/ops/messages/$messageId');

export function MessagePage() {
  return (
    <OpsOnly>
      <Message />
    </OpsOnly>
  );
}

function Message() {
  const ops = useOpsWords();
  const { messageId } = route.useParams();
  const api = useOrderApi();
  const message = useQuery(messageQuery(api, messageId));
  const back = <BackLink to="/ops/messages">{ops.list.title}</BackLink>;
  if (message.error instanceof Refused && [400, 404].includes(message.error.status)) {
    return (
      <Page title={ops.message.gone} above={back}>
        <EmptyState icon="info" title={ops.message.gone} detail={ops.message.goneDetail}>
          <Link to="/ops/replays" className={buttonClass('primary')}>
            {ops.history}
          </Link>
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page
      title={message.data?.code ?? ops.message.title(messageId.slice(-12))}
      above={back}
      lead={<span className="font-mono text-xs break-all">{messageId}</span>}
    >
      {message.error && <Failure error={message.error} retry={() => message.refetch()} />}
      {message.isPending && (
        <Loading>
          <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
            <Skeleton className="h-[36rem] rounded-xl" />
            <Skeleton className="h-80 rounded-xl" />
          </div>
        </Loading>
      )}
      {message.data && <Parts message={message.data} />}
    </Page>
  );
}

function Parts({ message }: { message: DeadLetterDetail }) {
  const { t, locale } = useSpeech();
  const ops = useOpsWords();
  const { orderId, order, processedVersions } = message;
  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[auto_1fr]">
      <div className="lg:col-start-2">
        <VerdictCard message={message} />
      </div>
      <div className="space-y-6 lg:col-start-1 lg:row-span-2 lg:row-start-1">
        <Card id="why" title={ops.message.why}>
          <p lang="en" className="text-sm wrap-anywhere">
            {message.reason}
          </p>
        </Card>
        <Payload payload={message.payload} />
      </div>
      <div className="space-y-6 lg:col-start-2 lg:row-start-2">
        <Card id="facts" title={ops.message.facts}>
          <Facts
            rows={[
              [ops.sourceLabel, ops.source[message.source]],
              [ops.message.queue, <span className="font-mono text-xs">{message.queue}</span>],
              [ops.message.parkedBy, message.parkedBy],
              [ops.message.parkedAt, formatExactTime(message.sentAt, locale)],
              [ops.message.receives, ops.list.times(message.receiveCount)],
              [ops.list.order, orderId && <AboutOrder orderId={orderId} />],
              [
                ops.message.tellsOf,
                message.version != null &&
                  message.status &&
                  ops.message.orderIs(message.version, t.status[message.status]),
              ],
              [
                ops.message.orderNow,
                order
                  ? ops.message.orderIs(order.version, t.status[order.status])
                  : ops.message.noOrder,
              ],
              [ops.message.processed, processedVersions.join(', ') || ops.message.none],
            ]}
          />
        </Card>
        <Card id="attributes" title={ops.message.attributes}>
          <dl className="space-y-2 text-xs">
            {Object.entries(message.attributes).map(([name, value]) => (
              <div key={name}>
                <dt className="font-mono text-muted">{name}</dt>
                <dd lang="en" className="wrap-anywhere">
                  {value}
                </dd>
              </div>
            ))}
          </dl>
        </Card>
      </div>
    </div>
  );
}

function Payload({ payload }: { payload: string }) {
  const ops = useOpsWords();
  const [isCopied, setIsCopied] = useState(false);
  const parsed = parseJson(payload);
  const text = parsed.kind === 'parsed' ? formatJson(parsed.value) : payload;
  return (
    <Card
      id="payload"
      title={ops.message.payload}
      note={
        <Button
          look="quiet"
          onClick={async () => {
            await navigator.clipboard.writeText(text);
            setIsCopied(true);
          }}
        >
          <Icon name={isCopied ? 'check' : 'copy'} className="size-4" />
          <span role="status">{isCopied ? ops.message.copied : ops.message.copy}</span>
        </Button>
      }
    >
      {parsed.kind === 'parsed' ? (
        <JsonView value={parsed.value} />
      ) : (
        <>
          <p className="mb-2 text-sm text-muted">
            {ops.message.notJson} {ops.edit.fault(parsed.fault)}
          </p>
          <pre className="max-h-[32rem] overflow-auto rounded-lg bg-sunken p-4 text-xs whitespace-pre-wrap break-all" tabIndex={0}>
            {payload}
          </pre>
        </>
      )}
    </Card>
  );
}
