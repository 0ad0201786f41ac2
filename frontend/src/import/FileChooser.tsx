import { type DragEvent, useState } from 'react';
import { useSpeech } from '../i18n/language.ts';
import { buttonClass } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Notice } from '../ui/Notice.tsx';
import { exampleCsv, exampleJsonLines } from './examples.ts';
import { BrokenFile, type ParsedRow, parseOrders } from './parseOrders.ts';

/** Takes a file by the dialog of the browser, or dropped onto it. */
export function FileChooser(props: {
  readonly onChoose: (fileName: string, orders: readonly ParsedRow[]) => Promise<void>;
}) {
  const { t } = useSpeech();
  const [fault, setFault] = useState<string>();
  const [isOver, setIsOver] = useState(false);

  async function read(file: File | undefined) {
    if (file === undefined) return;
    try {
      const orders = parseOrders(await file.text());
      if (orders.length === 0) setFault(t.import.empty);
      else await props.onChoose(file.name, orders);
    } catch (error) {
      const isBroken = error instanceof BrokenFile;
      setFault(isBroken ? t.import.brokenAt(error.fault.line, error.fault.column) : String(error));
    }
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setIsOver(false);
    read(event.dataTransfer.files[0]);
  }

  return (
    <>
      {fault !== undefined && (
        <Notice tone="danger" title={t.import.unreadable}>
          {fault}
        </Notice>
      )}
      <label
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
        className={`flex cursor-pointer flex-col items-center rounded-xl border-2 border-dashed px-6 py-14 text-center motion-safe:transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${isOver ? 'border-accent bg-accent-soft' : 'border-field bg-card hover:bg-sunken'}`}
      >
        <span className="rounded-full bg-accent-soft p-3 text-accent">
          <Icon name="import" className="size-6" />
        </span>
        <span className="mt-4 font-semibold">{t.import.choose}</span>
        <span className="mt-1 text-sm text-muted">{t.import.drop}</span>
        <input
          type="file"
          accept=".json,.jsonl,.ndjson,.csv,application/json,text/csv"
          className="sr-only"
          onChange={({ target }) => {
            read(target.files?.[0]);
            // So that the same file can be chosen again.
            target.value = '';
          }}
        />
      </label>
      <div className="space-y-3 text-sm text-muted">
        <p className="max-w-prose text-pretty">{t.import.columns}</p>
        <div className="flex flex-wrap gap-2">
          <Example name="orders.csv" type="text/csv" text={exampleCsv} label={t.import.example} />
          <Example
            name="orders.jsonl"
            type="application/jsonl"
            text={exampleJsonLines}
            label={t.import.exampleJson}
          />
        </div>
      </div>
    </>
  );
}

function Example(props: { name: string; type: string; text: string; label: string }) {
  const { name, type, text, label } = props;
  return (
    <a
      href={`data:${type};charset=utf-8,${encodeURIComponent(text)}`}
      download={name}
      className={buttonClass()}
    >
      <Icon name="download" className="size-4" />
      {label}
    </a>
  );
}
