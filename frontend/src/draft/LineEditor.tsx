import { type KeyboardEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { useSpeech } from '../i18n/language.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Icon } from '../ui/Icon.tsx';
import { fieldId } from './Field.tsx';
import { LineRow } from './LineRow.tsx';
import { limits } from './limits.ts';
import { type DraftValues, emptyLine } from './values.ts';

/** Lines, to be typed without a mouse: Enter goes on, and a removed line leaves the focus nearby. */
export function LineEditor() {
  const { t } = useSpeech();
  const { control, getValues } = useFormContext<DraftValues>();
  const { fields, append, remove } = useFieldArray({ control, name: 'lines' });
  const [said, setSaid] = useState('');
  const addButton = useRef<HTMLButtonElement>(null);
  const isFull = fields.length >= limits.lines;

  // Drawn at once, so that the next key finds the new line.
  function add() {
    const lines = getValues('lines');
    const line = emptyLine(lines[lines.length - 1]);
    flushSync(() => append(line, { shouldFocus: false }));
    focusLine(lines.length);
  }

  function drop(index: number) {
    flushSync(() => {
      remove(index);
      setSaid(t.draft.lineRemoved(index + 1));
    });
    const left = fields.length - 1;
    if (left === 0) addButton.current?.focus();
    else focusLine(Math.min(index, left - 1));
  }

  function focusLine(index: number) {
    // The form would move the focus by a timer, and a key that is pressed before would be lost.
    document.getElementById(fieldId(`lines.${index}.description`))?.focus();
  }

  function onEnter(event: KeyboardEvent<HTMLDivElement>) {
    const { target } = event;
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    if (!(target instanceof HTMLInputElement)) return;
    event.preventDefault();
    const index = Number(/^lines\.(\d+)\./.exec(target.name)?.[1]);
    if (index < fields.length - 1) focusLine(index + 1);
    else if (!isFull) add();
  }

  return (
    <Card id="draft-lines" title={t.draft.lines} note={t.draft.linesHint}>
      <div onKeyDown={onEnter}>
        <div
          aria-hidden="true"
          className="line-columns hidden border-b border-line pb-2 text-xs text-muted md:grid"
        >
          <span>{t.draft.description}</span>
          <span className="text-right">{t.draft.quantity}</span>
          <span className="text-right">{t.draft.unitPrice}</span>
          <span className="text-right">{t.draft.taxRate}</span>
          <span className="text-right">{t.draft.lineNet}</span>
        </div>
        <ol className="divide-y divide-line">
          {fields.map((field, index) => (
            <LineRow key={field.id} index={index} onRemove={() => drop(index)} />
          ))}
        </ol>
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
      <div className="mt-3">
        <Button ref={addButton} onClick={add} disabled={isFull}>
          <Icon name="plus" className="size-4" />
          {t.draft.addLine}
        </Button>
      </div>
    </Card>
  );
}
