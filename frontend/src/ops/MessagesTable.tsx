import { Link } from '@tanstack/react-router';
import { formatExactTime } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { StatusBadge } from '../ui/StatusBadge.tsx';
import type { DeadLetter } from './types.ts';
import { VerdictBadge } from './VerdictBadge.tsx';

const cell = 'px-4 py-3 last:pr-5 align-top';

/** Dead letters, each leading to all that is known of it. */
export function MessagesTable(props: {
  readonly messages: readonly DeadLetter[];
  readonly dimmed: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}) {
  const { t, locale } = useSpeech();
  const ops = useOpsWords();
  const { messages, dimmed, chosen, onChoose } = props;
  function toggle(id: string) {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  }
  return (
    <div
      className={`overflow-x-auto rounded-xl border border-line bg-card shadow-card ${dimmed ? 'opacity-60' : ''}`}
      aria-busy={dimmed}
    >
      <table className="w-full text-sm">
        <caption className="sr-only">{ops.list.title}</caption>
        <thead>
          <tr className="border-b border-line text-left text-xs text-muted">
            <td className="w-10" />
            <th scope="col" className={`${cell} font-medium`}>
              {ops.code}
            </th>
            <th scope="col" className={`${cell} hidden font-medium sm:table-cell`}>
              {ops.verdict.label}
            </th>
            <th scope="col" className={`${cell} hidden font-medium sm:table-cell`}>
              {ops.list.order}
            </th>
            <th scope="col" className={`${cell} hidden font-medium md:table-cell`}>
              {ops.list.status}
            </th>
            <th scope="col" className={`${cell} hidden font-medium xl:table-cell`}>
              {ops.list.sentAt}
            </th>
            <th scope="col" className={`${cell} hidden text-right font-medium xl:table-cell`}>
              {ops.list.receives}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {messages.map((message) => (
            <tr key={message.id} className="relative hover:bg-sunken">
              <td className="py-3 pl-5 align-top">
                {/* The label is what a finger meets. */}
                <label className="relative z-[1] -m-2.5 flex p-2.5">
                  <input
                    type="checkbox"
                    className="mt-0.5 size-4 accent-accent"
                    aria-label={ops.list.choose(message.id)}
                    checked={chosen.has(message.id)}
                    onChange={() => toggle(message.id)}
                  />
                </label>
              </td>
              <td className={`${cell} min-w-40`}>
                <Link
                  to="/ops/messages/$messageId"
                  params={{ messageId: message.id }}
                  className="font-mono font-medium after:absolute after:inset-0"
                >
                  {message.code}
                </Link>
                <span lang="en" className="mt-0.5 line-clamp-2 wrap-anywhere text-muted">
                  {message.reason}
                </span>
                {/* On a phone there is no room for a column of it. */}
                {message.verdict && (
                  <span className="mt-1.5 block sm:hidden">
                    <VerdictBadge verdict={message.verdict} />
                  </span>
                )}
              </td>
              <td className={`${cell} hidden sm:table-cell`}>
                {message.verdict ? <VerdictBadge verdict={message.verdict} /> : '–'}
              </td>
              <td className={`${cell} hidden whitespace-nowrap sm:table-cell`}>
                <span className="font-mono text-xs">{message.orderId?.slice(-12) ?? '–'}</span>
                {message.version != null && (
                  <span className="block text-xs text-muted">{t.order.version(message.version)}</span>
                )}
              </td>
              <td className={`${cell} hidden md:table-cell`}>
                {message.status ? <StatusBadge status={message.status} /> : '–'}
              </td>
              <td className={`${cell} hidden whitespace-nowrap text-muted xl:table-cell`}>
                <time dateTime={message.sentAt}>{formatExactTime(message.sentAt, locale)}</time>
              </td>
              <td className={`${cell} hidden text-right xl:table-cell`}>{message.receiveCount}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
