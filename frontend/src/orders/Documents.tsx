import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useOrderApi } from '../api/client.ts';
import { type DocumentKind, documentQuery } from '../api/documents.ts';
import { Refused } from '../api/failure.ts';
import type { Order } from '../api/types.ts';
import { useSpeech } from '../i18n/language.ts';
import { buttonClass } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { DocumentVersions } from './DocumentVersions.tsx';

const VIEWER = 'h-[36rem] w-full rounded-lg border border-line';

/** The invoice and, once there is one, the credit note, to read and to keep. */
export function Documents({ order }: { order: Order }) {
  const { t } = useSpeech();
  const { invoice, creditNote } = order;
  return (
    <>
      {creditNote && (
        <Document kind="credit-note" title={t.order.creditNote} number={creditNote.number} order={order} />
      )}
      {invoice ? (
        <Document kind="invoice" title={t.order.invoice} number={invoice.number} order={order} />
      ) : (
        <Card id="invoice" title={t.order.invoice}>
          <div className="flex items-center gap-3 rounded-lg bg-sunken px-4 py-6 text-sm">
            <Icon name="document" className="size-6 text-muted" />
            <div>
              <p className="font-medium">{t.order.noInvoice}</p>
              <p className="text-muted">{t.order.noInvoiceDetail}</p>
            </div>
          </div>
        </Card>
      )}
    </>
  );
}

function Document(props: {
  readonly kind: DocumentKind;
  readonly title: string;
  readonly number: string;
  readonly order: Order;
}) {
  const { kind, title, number, order } = props;
  const { t } = useSpeech();
  const api = useOrderApi();
  const [version, setVersion] = useState<string>();
  const document = useQuery({
    ...documentQuery(api, kind, order, version),
    placeholderData: keepPreviousData,
  });
  const url = useObjectUrl(document.data?.blob);
  const isOnItsWay = document.error instanceof Refused && document.error.isPassing;
  const failure = url === undefined && !isOnItsWay ? document.error : null;
  return (
    <Card
      id={kind}
      title={`${title} ${number}`}
      note={
        url !== undefined && (
          <span className="flex flex-wrap gap-2">
            <a href={url} target="_blank" rel="noreferrer" className={buttonClass()}>
              {t.order.open}
            </a>
            <a href={url} download={`${number}.pdf`} className={buttonClass()}>
              <Icon name="download" className="size-4" />
              {t.order.download}
            </a>
          </span>
        )
      }
    >
      {url !== undefined && <Viewer url={url} number={number} />}
      {/* Until there is something to see, however it comes: the card never shrinks in between. */}
      {url === undefined && failure === null && (
        <Loading>
          <div className="relative">
            <Skeleton className={VIEWER} />
            <div className="absolute inset-0 flex flex-col items-center justify-center text-center text-sm">
              <p className="font-medium">{t.order.onItsWay}</p>
              <p className="mt-1 text-muted">{t.order.onItsWayDetail}</p>
            </div>
          </div>
        </Loading>
      )}
      {failure !== null && <Failure error={failure} retry={() => document.refetch()} />}
      <DocumentVersions kind={kind} order={order} chosen={version} onChoose={setVersion} />
    </Card>
  );
}

function Viewer({ url, number }: { url: string; number: string }) {
  const { t } = useSpeech();
  if (!navigator.pdfViewerEnabled) {
    return <p className="rounded-lg bg-sunken px-4 py-6 text-sm text-muted">{t.order.noViewer}</p>;
  }
  return <iframe title={t.order.viewer(number)} src={`${url}#navpanes=0&view=FitH`} className={VIEWER} />;
}

/** An address within this page for `blob`, for as long as it is shown. */
function useObjectUrl(blob: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (blob === undefined) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}
