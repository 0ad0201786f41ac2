import { useMemo } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import type { DocumentLocale } from '../api/types.ts';
import { useSpeech } from '../i18n/language.ts';
import { CURRENCIES, USUAL_CURRENCIES } from '../money/currency.ts';
import { Card } from '../ui/Card.tsx';
import { DiscountFields } from './DiscountFields.tsx';
import { SelectField, TextAreaField, TextField } from './Field.tsx';
import { TaxFields } from './TaxFields.tsx';
import type { DraftValues } from './values.ts';

const documentLocales = {
  en: 'English',
  es: 'Español',
  de: 'Deutsch',
  fr: 'Français',
  pt: 'Português',
} satisfies Record<DocumentLocale, string>;

/** What concerns the order as a whole. */
export function OrderFields() {
  const { t, locale } = useSpeech();
  const names = useMemo(() => new Intl.DisplayNames(locale, { type: 'currency' }), [locale]);
  const currencies = [
    ...USUAL_CURRENCIES,
    ...CURRENCIES.filter((code) => !USUAL_CURRENCIES.includes(code)),
  ];
  return (
    <Card id="draft-order" title={t.draft.order}>
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField name="currency" label={t.draft.currency}>
          {currencies.map((code) => (
            <option key={code} value={code}>
              {code} – {names.of(code)}
            </option>
          ))}
        </SelectField>
        <SelectField name="locale" label={t.draft.locale}>
          {Object.entries(documentLocales).map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField name="purchaseOrderReference" label={t.draft.reference} />
        <TextAreaField name="notes" label={t.draft.notes} rows={2} className="sm:col-span-3" />
      </div>
    </Card>
  );
}

export function ExtraFields() {
  const { t } = useSpeech();
  const { control } = useFormContext<DraftValues>();
  const [amount, currency] = useWatch({ control, name: ['shipping.amount', 'currency'] });
  return (
    <Card id="draft-extras" title={t.draft.extras}>
      <div className="space-y-5">
        <fieldset>
          <legend className="sr-only">{t.draft.discount}</legend>
          <div className="grid gap-4 sm:grid-cols-3">
            <DiscountFields of="discount" />
          </div>
        </fieldset>
        <fieldset>
          <legend className="sr-only">{t.draft.shipping}</legend>
          <div className="grid gap-4 sm:grid-cols-3">
            <TextField
              name="shipping.amount"
              label={`${t.draft.shippingAmount} (${currency})`}
              inputMode="decimal"
            />
            {amount.trim() !== '' && (
              <>
                <TextField name="shipping.taxRate" label={t.draft.taxRate} inputMode="decimal" />
                <TaxFields of="shipping" />
              </>
            )}
          </div>
        </fieldset>
      </div>
    </Card>
  );
}
