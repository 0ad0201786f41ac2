import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { inboxQuery, type Message } from '../api/inbox.ts';
import { formatExactTime } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Page } from '../ui/Page.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { Email } from './Email.tsx';
import { TextMessages } from './TextMessages.tsx';

/** So many of each kind are drawn: after an import there are thousands. */
const MOST = 100;

/** What the stack on this machine would have sent, as whoever gets it sees it. */
export function InboxPage() {
  const { t } = useSpeech();
  const inbox = useQuery(inboxQuery);
  const ofKind = (kind: Message['kind']) =>
    inbox.data?.filter((message) => message.kind === kind).slice(0, MOST) ?? [];
  const isCut = inbox.data !== undefined && inbox.data.length > 2 * MOST;
  return (
    <Page title={t.inbox.title} lead={isCut ? `${t.inbox.lead} ${t.inbox.latest(MOST)}` : t.inbox.lead}>
      {inbox.error && <Failure error={inbox.error} retry={() => inbox.refetch()} />}
      {inbox.isPending && (
        <Loading>
          <Skeleton className="h-[32rem] rounded-xl" />
        </Loading>
      )}
      {inbox.data?.length === 0 && (
        <div className="rounded-xl border border-line bg-card">
          <EmptyState icon="inbox" title={t.inbox.empty} detail={t.inbox.emptyDetail} />
        </div>
      )}
      {inbox.data && inbox.data.length > 0 && (
        <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
          <Mailbox emails={ofKind('email')} />
          <TextMessages texts={ofKind('sms')} />
        </div>
      )}
    </Page>
  );
}

function Mailbox({ emails }: { emails: readonly Message[] }) {
  const { t, locale } = useSpeech();
  const [chosen, setChosen] = useState<string>();
  const shown = emails.find(({ id }) => id === chosen) ?? emails[0];
  return (
    <section
      aria-labelledby="emails"
      className="overflow-hidden rounded-xl border border-line bg-card shadow-card"
    >
      <h2 id="emails" className="border-b border-line px-5 py-3 text-sm font-semibold">
        {t.inbox.emails}
      </h2>
      {shown === undefined ? (
        <p className="px-5 py-10 text-center text-sm text-muted">{t.inbox.empty}</p>
      ) : (
        <div className="grid grid-cols-1 md:grid-cols-[17rem_minmax(0,1fr)]">
          <ul
            aria-label={t.inbox.list}
            className="max-h-72 overflow-y-auto border-b border-line md:max-h-[32rem] md:border-r md:border-b-0"
          >
            {emails.map((email) => (
              <li key={email.id} className="border-b border-line last:border-b-0">
                <button
                  type="button"
                  aria-current={email.id === shown.id}
                  onClick={() => setChosen(email.id)}
                  className="block w-full px-5 py-3 text-left text-sm hover:bg-sunken aria-[current=true]:bg-accent-soft"
                >
                  <span className="block truncate font-medium">
                    {email.subject ?? t.inbox.noSubject}
                  </span>
                  <span className="block truncate text-xs text-muted">
                    {formatExactTime(email.at, locale)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <Email email={shown} />
        </div>
      )}
    </section>
  );
}
