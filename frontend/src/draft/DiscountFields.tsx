import { useFormContext, useWatch } from 'react-hook-form';
import { useSpeech } from '../i18n/language.ts';
import { SelectField, TextField } from './Field.tsx';
import type { DraftValues } from './values.ts';

/** A discount on a line or on the whole order: none, a share or an amount. */
export function DiscountFields({ of }: { of: 'discount' | `lines.${number}.discount` }) {
  const { t } = useSpeech();
  const { control } = useFormContext<DraftValues>();
  const [kind, currency] = useWatch({ control, name: [`${of}.kind`, 'currency'] });
  return (
    <>
      <SelectField name={`${of}.kind`} label={t.draft.discountKind}>
        <option value="none">{t.draft.noDiscount}</option>
        <option value="percent">{t.draft.percent}</option>
        <option value="amount">{t.draft.amount}</option>
      </SelectField>
      {kind !== 'none' && (
        <>
          <TextField
            name={`${of}.value`}
            label={`${t.draft.discountValue} (${kind === 'percent' ? '%' : currency})`}
            inputMode="decimal"
          />
          <TextField name={`${of}.reason`} label={t.draft.discountReason} />
        </>
      )}
    </>
  );
}
