import type { ReactNode } from 'react';
import type { Messages } from '../i18n/en.ts';
import { useSpeech } from '../i18n/language.ts';
import { FaultText } from '../ui/FaultText.tsx';
import type { ImportRow } from './job.ts';
import type { Unreadable } from './parseOrders.ts';

/** More of them would not be read anyhow. */
const SHOWN = 200;

interface NumberedFault {
  readonly number: number;
  readonly place: string;
  readonly why: ReactNode;
}

/** The orders that were refused, with where in each what is wrong. */
export function RefusedRows({ rows }: { rows: readonly ImportRow[] }) {
  const { t } = useSpeech();
  const faults = rows.flatMap(({ number, outcome }): NumberedFault[] => {
    switch (outcome.kind) {
      case 'waiting':
      case 'placed':
        return [];
      case 'refused':
        return outcome.faults.map(({ place, why }) => ({
          number,
          place,
          why: <FaultText detail={why} />,
        }));
      case 'unreadable':
        return [{ number, place: '', why: unreadableWords(outcome.why, t) }];
    }
  });
  if (faults.length === 0) return null;
  const cell = 'px-4 py-2.5 first:pl-5 last:pr-5 align-top';
  return (
    <div className="overflow-x-auto rounded-xl border border-line bg-card shadow-card">
      <table className="w-full text-sm">
        <caption className="px-5 pt-4 pb-2 text-left font-semibold">
          {t.import.faultsTitle}
        </caption>
        <thead>
          <tr className="border-b border-line text-left text-xs text-muted">
            <th scope="col" className={`${cell} font-medium`}>
              {t.import.rowNumber}
            </th>
            <th scope="col" className={`${cell} font-medium`}>
              {t.import.place}
            </th>
            <th scope="col" className={`${cell} font-medium`}>
              {t.import.why}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {faults.slice(0, SHOWN).map(({ number, place, why }, index) => (
            <tr key={`fault-${index + 1}`}>
              <td className={cell}>{number}</td>
              <td className={`${cell} font-mono text-xs break-all`}>{place || '–'}</td>
              <td className={`${cell} wrap-anywhere`}>{why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function unreadableWords(why: Unreadable, t: Messages): string {
  return why === 'no-object' ? t.import.noObject : t.import.noJson(why.column);
}
