import { useMemo } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { useSpeech } from '../i18n/language.ts';
import { Card } from '../ui/Card.tsx';
import { countries } from './countries.ts';
import { DraftFault } from './DraftFault.tsx';
import { SelectField, TextField } from './Field.tsx';
import type { DraftValues } from './values.ts';

/** Who is billed, and where the goods go. */
export function PartyFields() {
  const { t } = useSpeech();
  return (
    <Card id="buyer" title={t.draft.buyer}>
      <div className="grid gap-4 sm:grid-cols-6">
        <TextField name="buyer.name" label={t.draft.name} className="sm:col-span-6" required />
        <TextField
          name="buyer.email"
          label={t.draft.email}
          className="sm:col-span-2"
          type="email"
          inputMode="email"
        />
        <TextField
          name="buyer.phone"
          label={t.draft.phone}
          className="sm:col-span-2"
          type="tel"
        />
        <TextField name="buyer.taxId" label={t.draft.taxId} className="sm:col-span-2" />
        <AddressFields of="buyer" />
      </div>
      <ShipTo />
    </Card>
  );
}

function ShipTo() {
  const { t } = useSpeech();
  const { control, register, formState } = useFormContext<DraftValues>();
  const shipElsewhere = useWatch({ control, name: 'shipElsewhere' });
  const fault = formState.errors.shipElsewhere?.message;
  return (
    <div className="mt-5 border-t border-line pt-4">
      <label className="-my-1.5 flex w-fit items-center gap-2.5 py-1.5 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          aria-invalid={fault !== undefined}
          aria-describedby={fault === undefined ? undefined : 'ship-elsewhere-fault'}
          {...register('shipElsewhere')}
        />
        {t.draft.shipElsewhere}
      </label>
      {fault !== undefined && (
        <p id="ship-elsewhere-fault" className="mt-1 text-xs text-danger">
          <DraftFault message={fault} />
        </p>
      )}
      {shipElsewhere && (
        <fieldset className="mt-4">
          <legend className="mb-3 text-sm font-semibold">{t.draft.shipTo}</legend>
          <div className="grid gap-4 sm:grid-cols-6">
            <TextField name="shipTo.name" label={t.draft.recipient} className="sm:col-span-6" />
            <AddressFields of="shipTo" />
          </div>
        </fieldset>
      )}
    </div>
  );
}

function AddressFields({ of }: { of: 'buyer' | 'shipTo' }) {
  const { t, locale } = useSpeech();
  const options = useMemo(() => countries(locale), [locale]);
  return (
    <>
      <TextField
        name={`${of}.address.line1`}
        label={t.draft.line1}
        className="sm:col-span-3"
        required
      />
      <TextField name={`${of}.address.line2`} label={t.draft.line2} className="sm:col-span-3" />
      <TextField
        name={`${of}.address.postalCode`}
        label={t.draft.postalCode}
        className="sm:col-span-2"
      />
      <TextField
        name={`${of}.address.city`}
        label={t.draft.city}
        className="sm:col-span-4"
        required
      />
      <TextField name={`${of}.address.region`} label={t.draft.region} className="sm:col-span-3" />
      <SelectField
        name={`${of}.address.country`}
        label={t.draft.country}
        className="sm:col-span-3"
        required
      >
        <option value="">{t.draft.chooseCountry}</option>
        {options.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
    </>
  );
}
