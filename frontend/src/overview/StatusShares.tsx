import { Link } from '@tanstack/react-router';
import { useSpeech } from '../i18n/language.ts';
import { statusColour } from '../ui/StatusBadge.tsx';
import type { Summary } from './summary.ts';

/** How many orders stand where; each row leads to them. */
export function StatusShares({ byStatus }: Pick<Summary, 'byStatus'>) {
  const { t } = useSpeech();
  const most = Math.max(1, ...byStatus.map(({ count }) => count));
  return (
    <ul className="space-y-1">
      {byStatus.map(({ status, count }) => (
        <li key={status}>
          <Link
            to="/orders"
            search={{ status }}
            className="-mx-2 grid grid-cols-[6.5rem_1fr_2rem] items-center gap-3 rounded-md px-2 py-1 text-sm hover:bg-sunken"
          >
            <span>{t.status[status]}</span>
            <svg aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none" className="h-2 w-full">
              <rect width="100" height="8" className="fill-sunken" />
              <rect
                width={(count / most) * 100}
                height="8"
                className={statusColour[status].fill}
              />
            </svg>
            <span className="text-right tabular-nums">{count}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
