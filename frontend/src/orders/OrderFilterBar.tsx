import { useSpeech } from '../i18n/language.ts';
import { seesEverybody } from '../session/role.ts';
import { useSession } from '../session/session.ts';
import { Button } from '../ui/Button.tsx';
import { ChoiceFilter, DayFilter, Filter, TextFilter } from '../ui/filters.tsx';
import { STATUSES } from '../ui/StatusBadge.tsx';
import { isFiltered, type OrdersSearch } from './search.ts';

/** What the API gives who asks for no number. */
const USUAL_LIMIT = 20;
const LIMITS = [USUAL_LIMIT, 50, 100];

/** Each change goes to the address at once, and starts at the first page. */
export function OrderFilterBar(props: {
  readonly search: OrdersSearch;
  readonly onChange: (search: OrdersSearch) => void;
}) {
  const { t } = useSpeech();
  const { claims } = useSession();
  const { cursor: _, page: __, ...filters } = props.search;
  const change = (next: OrdersSearch) => props.onChange({ ...filters, ...next });
  // An address may ask for any.
  const limits = [...new Set([...LIMITS, filters.limit ?? USUAL_LIMIT])].sort((a, b) => a - b);
  return (
    <div className="grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap">
      <ChoiceFilter
        label={t.orders.status}
        any={t.orders.anyStatus}
        value={filters.status}
        options={STATUSES}
        words={(status) => t.status[status]}
        onChange={(status) => change({ status })}
      />
      <DayFilter
        label={t.orders.from}
        value={filters.from}
        max={filters.to}
        onChange={(from) => change({ from })}
      />
      <DayFilter
        label={t.orders.to}
        value={filters.to}
        min={filters.from}
        onChange={(to) => change({ to })}
      />
      {seesEverybody(claims) && (
        <TextFilter
          label={t.orders.owner}
          value={filters.owner}
          onChange={(owner) => change({ owner })}
        />
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
      <Filter label={t.orders.perPage}>
        <select
          className="field"
          value={filters.limit ?? USUAL_LIMIT}
          onChange={({ target }) => {
            const limit = Number(target.value);
            change({ limit: limit === USUAL_LIMIT ? undefined : limit });
          }}
        >
          {limits.map((limit) => (
            <option key={limit}>{limit}</option>
          ))}
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
