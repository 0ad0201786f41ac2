import { useFormContext, useWatch } from 'react-hook-form';
import { useSpeech } from '../i18n/language.ts';
import { formatMoney } from '../money/format.ts';
import { TotalsList } from '../orders/TotalsList.tsx';
import { liveTotals } from './liveTotals.ts';
import type { DraftValues } from './values.ts';

/** What the draft comes to so far; kept in step with every key. */
export function DraftTotals() {
  const { t, locale } = useSpeech();
  const { control } = useFormContext<DraftValues>();
  useWatch({ control });
  const values = useFormContext<DraftValues>().getValues();
  const { totals, incomplete } = liveTotals(values);
  return (
    <div>
      <p role="status" className="sr-only">
        {totals && `${t.totals.gross}: ${formatMoney(totals.gross, values.currency, locale)}`}
      </p>
      {totals === undefined ? (
        <p className="rounded-lg bg-sunken px-4 py-6 text-center text-sm text-muted">
          {t.draft.incomplete}
        </p>
      ) : (
        <>
          <TotalsList
            currency={values.currency}
            totals={{
              ...totals,
              groups: totals.groups.map(({ tax, amount }) => ({
                category: tax.category,
                basisPoints: Number(tax.basisPoints),
                amount,
              })),
            }}
          />
          {incomplete > 0 && (
            <p className="mt-2 text-right text-xs text-muted">{t.draft.partial(incomplete)}</p>
          )}
        </>
      )}
    </div>
  );
}
