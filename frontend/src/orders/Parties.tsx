import type { Address, Order } from '../api/types.ts';
import { useSpeech } from '../i18n/language.ts';
import { Card } from '../ui/Card.tsx';

/** Who is billed, where the goods go, and what they want to be known. */
export function Parties({ order }: { order: Order }) {
  const { t } = useSpeech();
  const { buyer, shipTo, purchaseOrderReference, notes } = order;
  const contacts = [buyer.email, buyer.phone].filter((contact) => contact);
  return (
    <div className="grid gap-6 sm:grid-cols-2">
      <Card id="bill-to" title={t.order.billTo}>
        <div className="text-sm wrap-anywhere">
          <p className="font-medium">{buyer.name}</p>
          <PostalAddress address={buyer.address} />
          {contacts.map((contact) => (
            <p key={contact} className="text-muted">
              {contact}
            </p>
          ))}
          {buyer.taxId && (
            <p className="mt-2 text-muted">
              {t.order.taxId} {buyer.taxId}
            </p>
          )}
        </div>
      </Card>
      {shipTo && (
        <Card id="ship-to" title={t.order.shipTo}>
          <div className="text-sm wrap-anywhere">
            <p className="font-medium">{shipTo.name ?? buyer.name}</p>
            <PostalAddress address={shipTo.address} />
          </div>
        </Card>
      )}
      {(purchaseOrderReference || notes) && (
        <Card id="remarks" title={t.order.notes}>
          <div className="space-y-2 text-sm wrap-anywhere whitespace-pre-wrap">
            {purchaseOrderReference && (
              <p>
                <span className="text-muted">{t.order.reference}</span> {purchaseOrderReference}
              </p>
            )}
            {notes && <p>{notes}</p>}
          </div>
        </Card>
      )}
    </div>
  );
}

function PostalAddress({ address }: { address: Address }) {
  const { locale } = useSpeech();
  const country = new Intl.DisplayNames(locale, { type: 'region' }).of(address.country);
  const city = [address.postalCode, address.city].filter(Boolean).join(' ');
  const rows = [address.line1, address.line2, city, address.region, country];
  return (
    <address className="not-italic">
      {rows
        .filter((row) => row)
        .map((row, index) => (
          <span key={`row-${index + 1}`} className="block">
            {row}
          </span>
        ))}
    </address>
  );
}
