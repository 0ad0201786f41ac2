import { Link } from '@tanstack/react-router';
import type { Message } from '../api/inbox.ts';
import { formatExactTime } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { Icon } from '../ui/Icon.tsx';

/** One e-mail, as a mail program shows it. */
export function Email({ email }: { email: Message }) {
  const { t, locale } = useSpeech();
  return (
    <article aria-label={email.subject ?? t.inbox.noSubject} className="min-w-0 p-6">
      <header className="flex items-start gap-3 border-b border-line pb-4">
        <span className="rounded-full bg-accent-soft p-2.5 text-accent">
          <Icon name="mail" />
        </span>
        <div className="min-w-0">
          <h3 className="font-semibold wrap-anywhere">{email.subject ?? t.inbox.noSubject}</h3>
          <p className="mt-0.5 text-sm wrap-anywhere text-muted">
            {t.inbox.to} {email.to} ·{' '}
            <time dateTime={email.at}>{formatExactTime(email.at, locale)}</time>
          </p>
        </div>
      </header>
      <div className="min-h-56 py-5 text-sm leading-relaxed wrap-anywhere whitespace-pre-wrap">
        <LinkedText text={email.body} />
      </div>
      {email.orderId && (
        <Link
          to="/orders/$orderId"
          params={{ orderId: email.orderId }}
          className="inline-block py-1 text-sm font-medium text-accent hover:underline"
        >
          {t.inbox.seeOrder}
        </Link>
      )}
    </article>
  );
}

/** Addresses in the text as links; the text itself is never taken for markup. */
function LinkedText({ text }: { text: string }) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) =>
    index % 2 === 1 ? (
      <a
        key={index}
        href={part}
        target="_blank"
        rel="noreferrer"
        className="break-all text-accent underline"
      >
        {part}
      </a>
    ) : (
      part
    ),
  );
}
