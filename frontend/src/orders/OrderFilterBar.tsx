import { useSpeech } from '../i18n/language.ts';
import { seesEverybody } from '../session/role.ts';
import { useSession } from '../session/session.ts';
import { Button } from '../ui/Button.tsx';
import { STATUSES } from '../ui/StatusBadge.tsx';
import { isFiltered, type OrdersSearch } from './search.ts';

/** Each change goes to the address at once, and starts at the first page. */
export function OrderFilterBar(props: {
  readonly search: OrdersSearch;
  readonly onChange: (search: OrdersSearch) => void;
}) {
  const { t } = useSpeech();
  const { claims } = useSession();
  const { cursor: _, page: __, ...filters } = props.search;
  const change = (next: OrdersSearch) => props.onChange({ ...filters, ...next });
  return (
    <div className="grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap">
      <Filter label={t.orders.status}>
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
      <Filter label={t.orders.from}>
        <input
          type="date"
          className="field"
          value={filters.from ?? ''}
          max={filters.to}
          onChange={({ target }) => change({ from: target.value || undefined })}
        />
      </Filter>
      <Filter label={t.orders.to}>
        <input
          type="date"
          className="field"
          value={filters.to ?? ''}
          min={filters.from}
          onChange={({ target }) => change({ to: target.value || undefined })}
        />
      </Filter>
      {seesEverybody(claims) && (
        <Filter label={t.orders.owner}>
          <input
            type="text"
            className="field"
            autoComplete="off"
            defaultValue={filters.owner ?? ''}
            key={filters.owner ?? ''}
            onBlur={({ target }) => change({ owner: target.value.trim() || undefined })}
            onKeyDown={({ key, currentTarget }) => {
              if (key === 'Enter') change({ owner: currentTarget.value.trim() || undefined });
            }}
          />
        </Filter>
      )}
      <Filter label={t.orders.sort}>
        <select
          className="field"
          value={filters.sort ?? 'newest'}
          onChange={({ target }) =>
            change({ sort: target.value === 'oldest' ? 'oldest' : undefined })
          }
        >
          <option value="newest">{t.orders.newest}</option>
          <option value="oldest">{t.orders.oldest}</option>
        </select>
      </Filter>
      {isFiltered(filters) && (
        <Button look="quiet" onClick={() => props.onChange({})}>
          {t.orders.clear}
        </Button>
      )}
    </div>
  );
}

function Filter({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <label className="block min-w-0 text-sm sm:min-w-36">
      <span className="mb-1 block text-muted">{label}</span>
      {children}
    </label>
  );
}
