import { useState } from 'react';
import { formatDuration } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { Button } from '../ui/Button.tsx';
import { ChoiceFilter, TextFilter } from '../ui/filters.tsx';
import { Icon } from '../ui/Icon.tsx';
import { STATUSES } from '../ui/StatusBadge.tsx';
import { isFiltered, type MessagesSearch, SOURCES, WHERE } from './search.ts';
import { VERDICTS } from './verdicts.ts';

const AGES = [300, 3_600, 86_400, 604_800];

/** Each change goes to the address at once. */
export function MessageFilterBar(props: {
  readonly search: MessagesSearch;
  readonly onChange: (search: MessagesSearch) => void;
}) {
  const { t } = useSpeech();
  const ops = useOpsWords();
  const { limit: _, ...filters } = props.search;
  const change = (next: MessagesSearch) => props.onChange({ ...filters, ...next });
  return (
    <div className="space-y-3">
      <div className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 xl:grid-cols-5">
        <ChoiceFilter
          label={ops.sourceLabel}
          any={ops.anySource}
          value={filters.source}
          options={SOURCES}
          words={(source) => ops.source[source]}
          onChange={(source) => change({ source })}
        />
        <TextFilter label={ops.code} value={filters.code} onChange={(code) => change({ code })} />
        <TextFilter
          label={ops.list.orderId}
          value={filters.orderId}
          onChange={(orderId) => change({ orderId })}
        />
        <ChoiceFilter
          label={ops.list.status}
          any={t.orders.anyStatus}
          value={filters.status}
          options={STATUSES}
          words={(status) => t.status[status]}
          onChange={(status) => change({ status })}
        />
        <ChoiceFilter
          label={ops.verdict.label}
          any={ops.verdict.any}
          value={filters.verdict}
          options={VERDICTS}
          words={(verdict) => ops.verdict.name[verdict]}
          onChange={(verdict) => change({ verdict })}
        />
        <AgeFilter
          label={ops.list.olderThan}
          value={filters.olderThanSeconds}
          onChange={(olderThanSeconds) => change({ olderThanSeconds })}
        />
        <AgeFilter
          label={ops.list.newerThan}
          value={filters.newerThanSeconds}
          onChange={(newerThanSeconds) => change({ newerThanSeconds })}
        />
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
        {isFiltered(filters) && (
          <Button look="quiet" onClick={() => props.onChange({})}>
            {ops.clear}
          </Button>
        )}
      </div>
    </div>
  );
}

function AgeFilter(props: {
  readonly label: string;
  /** In seconds. */
  readonly value: number | undefined;
  readonly onChange: (seconds: number | undefined) => void;
}) {
  const { locale } = useSpeech();
  const ops = useOpsWords();
  // An address may ask for any.
  const options = AGES.some((age) => age === props.value) ? AGES : [...AGES, props.value ?? []].flat();
  return (
    <ChoiceFilter
      {...props}
      any={ops.list.any}
      options={options}
      words={(seconds) => formatDuration(seconds * 1_000, locale)}
    />
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
    <div className="col-span-2 min-w-0 text-sm sm:col-span-1">
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
