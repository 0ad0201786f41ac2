import { Link } from '@tanstack/react-router';
import { formatDateTime } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { AtLeast } from './AtLeast.tsx';
import type { DeadLetterGroup } from './types.ts';

const cell = 'px-4 py-3 first:pl-5 last:pr-5 align-top';
const time = `${cell} hidden whitespace-nowrap text-muted md:table-cell`;

/** Dead letters by their cause, most first. Each row leads to its messages. */
export function GroupsTable(props: {
  readonly groups: readonly DeadLetterGroup[];
  /** Whether there are more messages than were counted. */
  readonly isPartial: boolean;
}) {
  const { locale } = useSpeech();
  const ops = useOpsWords();
  const { groups, isPartial } = props;
  return (
    <div className="overflow-x-auto rounded-xl border border-line bg-card shadow-card">
      <table className="w-full text-sm">
        <caption className="sr-only">{ops.groups}</caption>
        <thead>
          <tr className="border-b border-line text-left text-xs text-muted">
            <th scope="col" className={`${cell} font-medium`}>
              {ops.code}
            </th>
            <th scope="col" className={`${cell} text-right font-medium`}>
              {ops.count}
            </th>
            <th scope="col" className={`${time} font-medium`}>
              {ops.oldest}
            </th>
            <th scope="col" className={`${time} font-medium`}>
              {ops.newest}
            </th>
            <th scope="col" className={`${cell} hidden font-medium sm:table-cell`}>
              {ops.sample}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {groups.map(({ source, code, reason, count, oldest, newest, sample }) => (
            <tr key={`${source} ${code} ${reason}`} className="relative hover:bg-sunken">
              <td className={`${cell} min-w-48`}>
                <Link
                  to="/ops/messages"
                  search={{ source, code }}
                  className="font-mono font-medium after:absolute after:inset-0"
                >
                  {code}
                </Link>
                <span lang="en" className="mt-0.5 block wrap-anywhere text-muted">
                  {reason}
                </span>
                <span className="mt-0.5 block text-xs text-muted">{ops.source[source]}</span>
              </td>
              <td className={`${cell} text-right font-semibold tabular-nums`}>
                {isPartial && <AtLeast />}
                {count}
              </td>
              <td className={time}>
                <time dateTime={oldest}>{formatDateTime(oldest, locale)}</time>
              </td>
              <td className={time}>
                <time dateTime={newest}>{formatDateTime(newest, locale)}</time>
              </td>
              <td className={`${cell} hidden sm:table-cell`}>
                <Link
                  to="/ops/messages/$messageId"
                  params={{ messageId: sample }}
                  className="relative font-mono text-xs text-accent underline"
                >
                  {sample.slice(-12)}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
