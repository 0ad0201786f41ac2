import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useOrderApi } from '../api/client.ts';
import type { DocumentKind } from '../api/documents.ts';
import { historyQuery } from '../api/orders.ts';
import type { HistoryEvent, Order, OrderStatus } from '../api/types.ts';
import { formatExactTime } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';

/** Which document is made when an order enters a status. */
const kinds = {
  PENDING: 'invoice',
  CONFIRMED: 'invoice',
  PAID: 'invoice',
  SHIPPED: 'invoice',
  DELIVERED: 'invoice',
  CANCELLED: 'credit-note',
  REFUNDED: 'credit-note',
} satisfies Record<OrderStatus, DocumentKind>;

/** Who is here has had an invoice, and then had it marked as paid. */
const later = new Set<OrderStatus>(['PAID', 'SHIPPED', 'DELIVERED', 'REFUNDED']);

/** A document is kept anew with each status; each version can be looked at. */
export function DocumentVersions(props: {
  readonly kind: DocumentKind;
  readonly order: Order;
  readonly chosen: string | undefined;
  readonly onChoose: (version: string | undefined) => void;
}) {
  const { t, locale } = useSpeech();
  const { kind, order, chosen, onChoose } = props;
  const api = useOrderApi();
  const history = useQuery({
    ...historyQuery(api, order.orderId, order.version),
    placeholderData: keepPreviousData,
  });
  const versions = (history.data?.events ?? []).flatMap((event) => versionOf(event, kind));
  const latest = versions.at(-1);
  // Its place is kept where more than one version is to be expected: a credit note is made once.
  const severalExpected = kind === 'invoice' && later.has(order.status);
  if (history.isPending && severalExpected) return <div className="mt-4 h-[5.25rem]" />;
  if (versions.length < 2) return null;
  return (
    <section aria-labelledby={`${kind}-versions`} className="mt-4">
      <h3 id={`${kind}-versions`} className="text-sm font-semibold">
        {t.order.versions}
      </h3>
      <ol className="mt-2 flex flex-wrap gap-2">
        {versions.map(({ version, status, keptAt }) => {
          const isLatest = version === latest?.version;
          return (
            <li key={version}>
              <button
                type="button"
                aria-pressed={chosen === undefined ? isLatest : chosen === version}
                onClick={() => onChoose(isLatest ? undefined : version)}
                className="rounded-lg border border-line px-3 py-1.5 text-left text-sm hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft"
              >
                <span className="block font-medium">{t.status[status]}</span>{' '}
                <time dateTime={keptAt} className="block text-xs text-muted tabular-nums">
                  {formatExactTime(keptAt, locale)}
                </time>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function versionOf({ status, at, documentKeptAt, documentVersion }: HistoryEvent, kind: DocumentKind) {
  if (documentVersion == null || kinds[status] !== kind) return [];
  return [{ version: documentVersion, status, keptAt: documentKeptAt ?? at }];
}
