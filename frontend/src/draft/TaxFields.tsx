import { useFormContext, useWatch } from 'react-hook-form';
import { useSpeech } from '../i18n/language.ts';
import { TAX_CATEGORIES, takesReason } from '../money/taxCategory.ts';
import { SelectField, TextField } from './Field.tsx';
import type { DraftValues } from './values.ts';

/** The category of the tax, and why none is due if so. */
export function TaxFields({ of }: { of: 'shipping' | `lines.${number}` }) {
  const { t } = useSpeech();
  const { control } = useFormContext<DraftValues>();
  const chosen = useWatch({ control, name: `${of}.taxCategory` });
  const category = TAX_CATEGORIES.find((category) => category === chosen);
  return (
    <>
      <SelectField name={`${of}.taxCategory`} label={t.draft.category}>
        <option value="">{t.draft.categoryAuto}</option>
        {TAX_CATEGORIES.map((category) => (
          <option key={category} value={category}>
            {t.category[category]}
          </option>
        ))}
      </SelectField>
      {category !== undefined && takesReason(category) && (
        <TextField name={`${of}.taxExemptionReason`} label={t.draft.exemption} />
      )}
    </>
  );
}
