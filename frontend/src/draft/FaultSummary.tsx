import { useEffect, useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { useSpeech } from '../i18n/language.ts';
import { Notice } from '../ui/Notice.tsx';
import { DraftFault } from './DraftFault.tsx';
import { fieldId } from './Field.tsx';
import { type FieldName, fieldNames } from './fieldNames.ts';
import type { DraftValues } from './values.ts';

/** Everything that is wrong, each leading to its field. */
export function FaultSummary() {
  const { t } = useSpeech();
  const { formState, getFieldState, getValues, setFocus } = useFormContext<DraftValues>();
  // In another language the labels are only on the page once all of it was drawn.
  const [, drawAgain] = useState(t);
  useEffect(() => drawAgain(t), [t]);
  if (Object.keys(formState.errors).length === 0) return null;
  const faults = fieldNames(getValues()).flatMap((name) => {
    const message = getFieldState(name, formState).error?.message;
    return message === undefined ? [] : [{ name, message }];
  });
  if (faults.length === 0) return null;
  return (
    <Notice tone="danger" title={t.draft.faults(faults.length)}>
      <ul className="mt-1">
        {faults.map(({ name, message }) => (
          <li key={name}>
            <a
              href={`#${fieldId(name)}`}
              className="inline-block py-1 underline"
              onClick={(event) => {
                event.preventDefault();
                setFocus(name);
              }}
            >
              {labelOf(name)}
            </a>
            {': '}
            <DraftFault message={message} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** The label on the page is what people know the field by. */
function labelOf(name: FieldName): string {
  const id = fieldId(name);
  const label = document.querySelector(`label[for="${id}"]`)?.textContent ?? name;
  const line = document.getElementById(id)?.closest('li')?.getAttribute('aria-label');
  return line ? `${line}, ${label}` : label;
}
