import { Link } from '@tanstack/react-router';
import type { Message } from '../api/inbox.ts';
import { formatExactTime } from '../i18n/dates.ts';
import { useSpeech } from '../i18n/language.ts';
import { Icon } from '../ui/Icon.tsx';
import { measureText } from './segments.ts';

/** Text messages in a phone, newest at the bottom, as phones have it. */
export function TextMessages({ texts }: { texts: readonly Message[] }) {
  const { t, locale } = useSpeech();
  return (
    <section
      aria-labelledby="texts"
      className="mx-auto w-full max-w-sm overflow-hidden rounded-[2rem] border-4 border-line bg-card shadow-card"
    >
      <h2
        id="texts"
        className="flex items-center justify-center gap-2 border-b border-line px-5 py-3 text-sm font-semibold"
      >
        <Icon name="phone" className="size-4" />
        {t.inbox.texts}
      </h2>
      <ol
        aria-label={t.inbox.texts}
        // Reversed, so that it stays at its end when something is added.
        className="flex h-[29rem] flex-col-reverse gap-4 overflow-y-auto p-4"
        tabIndex={0}
      >
        {texts.map((text) => (
          <li key={text.id} className="max-w-[85%]">
            <p className="mb-1 text-xs text-muted">
              {t.inbox.to} {text.to} ·{' '}
              <time dateTime={text.at}>{formatExactTime(text.at, locale)}</time>
            </p>
            <p className="rounded-2xl rounded-bl-sm bg-sunken px-3.5 py-2 text-sm wrap-anywhere">
              {text.body}
            </p>
            <Measure body={text.body} orderId={text.orderId ?? undefined} />
          </li>
        ))}
        {texts.length === 0 && (
          <li className="m-auto text-center text-sm text-muted">{t.inbox.empty}</li>
        )}
      </ol>
    </section>
  );
}

function Measure({ body, orderId }: { body: string; orderId: string | undefined }) {
  const { t } = useSpeech();
  const { characters, segments } = measureText(body);
  return (
    <p className="mt-1 text-xs text-muted tabular-nums">
      {t.inbox.characters(characters)}, {t.inbox.segments(segments)}
      {orderId !== undefined && (
        <>
          {' · '}
          <Link
            to="/orders/$orderId"
            params={{ orderId }}
            className="inline-block py-1 font-medium text-accent underline"
          >
            {t.inbox.seeOrder}
          </Link>
        </>
      )}
    </p>
  );
}
