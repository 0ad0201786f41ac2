import { useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { useSpeech } from '../i18n/language.ts';
import { formatMoney } from '../money/format.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { DiscountFields } from './DiscountFields.tsx';
import { TextField } from './Field.tsx';
import { liveLine } from './liveTotals.ts';
import { TaxFields } from './TaxFields.tsx';
import type { DraftValues } from './values.ts';

/** One line; what few lines have is folded away. */
export function LineRow({ index, onRemove }: { index: number; onRemove: () => void }) {
  const { t } = useSpeech();
  const { control, formState, getValues } = useFormContext<DraftValues>();
  const [isOpen, setIsOpen] = useState(() => hasMore(getValues(`lines.${index}`)));
  const currency = useWatch({ control, name: 'currency' });
  const errors = formState.errors.lines?.[index];
  const hasFoldedFault =
    errors !== undefined && ['sku', 'discount', 'taxCategory', 'taxExemptionReason'].some((name) => name in errors);
  const at: `lines.${number}` = `lines.${index}`;
  return (
    <li aria-label={t.draft.line(index + 1)} className="py-3">
      <div className="grid grid-cols-3 items-start gap-3 md:line-columns">
        <TextField
          name={`${at}.description`}
          label={t.draft.description}
          inColumn
          required
          className="col-span-3 md:col-span-1"
        />
        <Figure at={at} name="quantity" label={t.draft.quantity} />
        <Figure at={at} name="unitPrice" label={t.draft.unitPrice} />
        <Figure at={at} name="taxRate" label={t.draft.taxRate} />
        <LineNet at={at} currency={currency} />
        <Button
          look="quiet"
          className="col-span-1 self-end justify-self-end px-2! md:self-start"
          aria-label={t.draft.removeLine(index + 1)}
          title={t.draft.removeLine(index + 1)}
          onClick={onRemove}
        >
          <Icon name="trash" className="size-4" />
        </Button>
      </div>
      <Button
        look="quiet"
        className="mt-1 -ml-2 min-h-7! px-2! text-xs!"
        aria-expanded={isOpen || hasFoldedFault}
        aria-label={t.draft.moreOf(index + 1)}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon
          name="chevron"
          className={`size-3 motion-safe:transition-transform ${isOpen || hasFoldedFault ? 'rotate-90' : ''}`}
        />
        {t.draft.more}
      </Button>
      {(isOpen || hasFoldedFault) && (
        <div className="mt-2 grid gap-4 rounded-lg bg-sunken p-4 sm:grid-cols-3">
          <DiscountFields of={`${at}.discount`} />
          <TextField name={`${at}.sku`} label={t.draft.sku} />
          <TaxFields of={at} />
        </div>
      )}
    </li>
  );
}

function hasMore(line: DraftValues['lines'][number] | undefined): boolean {
  if (line === undefined) return false;
  return line.sku !== '' || line.taxCategory !== '' || line.discount.kind !== 'none';
}

function Figure(props: {
  readonly at: `lines.${number}`;
  readonly name: 'quantity' | 'unitPrice' | 'taxRate';
  readonly label: string;
}) {
  const { at, name, label } = props;
  return (
    <TextField
      name={`${at}.${name}`}
      label={label}
      inColumn
      required
      inputMode="decimal"
      style={{ textAlign: 'right', fontVariantNumeric: 'tabular-nums' }}
    />
  );
}

function LineNet({ at, currency }: { at: `lines.${number}`; currency: string }) {
  const { t, locale } = useSpeech();
  const { control } = useFormContext<DraftValues>();
  const line = useWatch({ control, name: at });
  const net = line && liveLine(line, currency)?.net;
  return (
    <p className="col-span-2 self-end py-2 text-right text-sm tabular-nums md:col-span-1 md:self-start">
      <span className="sr-only">{t.draft.lineNet}: </span>
      {net === undefined ? <span className="text-muted">–</span> : formatMoney(net, currency, locale)}
    </p>
  );
}
