import { type ReactNode, useState } from 'react';
import { formatDuration } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { STATUSES } from '../ui/StatusBadge.tsx';
import { type MessagesSearch, SOURCES, toFilter, WHERE } from './search.ts';

const AGES = [300, 3_600, 86_400, 604_800];

/** Each change goes to the address at once. */
export function MessageFilterBar(props: {
  readonly search: MessagesSearch;
  readonly onChange: (search: MessagesSearch) => void;
}) {
  const { t, locale } = useSpeech();
  const ops = useOpsWords();
  const { limit: _, ...filters } = props.search;
  const change = (next: MessagesSearch) => props.onChange({ ...filters, ...next });
  const age = (seconds: number) => formatDuration(seconds * 1_000, locale);
  return (
    <div className="space-y-3">
      <div className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:grid-cols-4">
        <Filter label={ops.sourceLabel}>
          <select
            className="field"
            value={filters.source ?? ''}
            onChange={({ target }) =>
              change({ source: SOURCES.find((source) => source === target.value) })
            }
          >
            <option value="">{ops.anySource}</option>
            {SOURCES.map((source) => (
              <option key={source} value={source}>
                {ops.source[source]}
              </option>
            ))}
          </select>
        </Filter>
        <TextFilter label={ops.code} value={filters.code} onChange={(code) => change({ code })} />
        <TextFilter
          label={ops.list.orderId}
          value={filters.orderId}
          onChange={(orderId) => change({ orderId })}
        />
        <Filter label={ops.list.status}>
          <select
            className="field"
            value={filters.status ?? ''}
            onChange={({ target }) =>
              change({ status: STATUSES.find((status) => status === target.value) })
            }
          >
            <option value="">{t.orders.anyStatus}</option>
            {STATUSES.map((status) => (
              <option key={status} value={status}>
                {t.status[status]}
              </option>
            ))}
          </select>
        </Filter>
        {(['olderThanSeconds', 'newerThanSeconds'] satisfies (keyof MessagesSearch)[]).map(
          (name) => (
            <Filter
              key={name}
              label={name === 'olderThanSeconds' ? ops.list.olderThan : ops.list.newerThan}
            >
              <select
                className="field"
                value={filters[name] ?? ''}
                onChange={({ target }) => change({ [name]: Number(target.value) || undefined })}
              >
                <option value="">{ops.list.any}</option>
                {[...new Set([...AGES, ...[filters[name] ?? []].flat()])].map((seconds) => (
                  <option key={seconds} value={seconds}>
                    {age(seconds)}
                  </option>
                ))}
              </select>
            </Filter>
          ),
        )}
        <TextFilter
          label={ops.list.minReceives}
          value={filters.minReceiveCount === undefined ? undefined : String(filters.minReceiveCount)}
          inputMode="numeric"
          onChange={(text) => change({ minReceiveCount: Number(text) || undefined })}
        />
        <WhereFilter
          onAdd={(condition) => change({ where: [...(filters.where ?? []), condition] })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2 empty:hidden">
        {filters.where?.map((condition) => (
          <Button
            key={condition}
            className="min-h-7! font-mono text-xs!"
            aria-label={ops.list.remove(condition)}
            onClick={() =>
              change({ where: filters.where?.filter((other) => other !== condition) })
            }
          >
            {condition}
            <span aria-hidden="true">×</span>
          </Button>
        ))}
        {Object.keys(toFilter(filters)).length > 0 && (
          <Button look="quiet" onClick={() => props.onChange({})}>
            {ops.clear}
          </Button>
        )}
      </div>
    </div>
  );
}

function Filter({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="block min-w-0 text-sm">
      <span className="mb-1 block truncate text-muted">{label}</span>
      {children}
    </label>
  );
}

function TextFilter(props: {
  readonly label: string;
  readonly value: string | undefined;
  readonly inputMode?: 'numeric';
  readonly onChange: (text: string | undefined) => void;
}) {
  const { label, value = '', inputMode, onChange } = props;
  const done = (text: string) => {
    if (text.trim() !== value) onChange(text.trim() || undefined);
  };
  return (
    <Filter label={label}>
      <input
        type="text"
        className="field"
        autoComplete="off"
        inputMode={inputMode}
        defaultValue={value}
        key={value}
        onBlur={({ target }) => done(target.value)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') done(currentTarget.value);
        }}
      />
    </Filter>
  );
}

function WhereFilter({ onAdd }: { onAdd: (condition: string) => void }) {
  const ops = useOpsWords();
  const [text, setText] = useState('');
  const isWrong = text.trim() !== '' && !WHERE.test(text.trim());
  function add() {
    if (text.trim() === '' || isWrong) return;
    onAdd(text.trim());
    setText('');
  }
  return (
    <div className="min-w-0 text-sm">
      <label htmlFor="where" className="mb-1 block truncate text-muted">
        {ops.list.where}
      </label>
      <div className="flex gap-1">
        <input
          id="where"
          type="text"
          className="field"
          autoComplete="off"
          placeholder="/order/currency=EUR"
          value={text}
          aria-invalid={isWrong}
          title={isWrong ? ops.list.whereFault : ops.list.whereHint}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={({ key }) => {
            if (key === 'Enter') add();
          }}
        />
        <Button className="px-2.5!" aria-label={ops.list.add} onClick={add}>
          <Icon name="plus" className="size-4" />
        </Button>
      </div>
    </div>
  );
}
