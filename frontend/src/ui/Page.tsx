import { type ReactNode, useEffect } from 'react';
import { useSpeech } from '../i18n/language.ts';

/** A page: its title, what can be done with it as a whole, and what it shows. */
export function Page(props: {
  readonly title: string;
  /** What state it is in, beside its title. */
  readonly badge?: ReactNode;
  readonly lead?: ReactNode;
  readonly above?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const { title, badge, lead, above, actions, children } = props;
  const { t } = useSpeech();
  useEffect(() => {
    document.title = `${title} · ${t.app}`;
  }, [title, t]);
  return (
    <div className="mx-auto w-full max-w-6xl px-4 py-8 sm:px-8 sm:py-10">
      {above}
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 text-2xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
          {badge}
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {lead !== undefined && <div className="mt-2 max-w-prose text-pretty text-muted">{lead}</div>}
      <div className="mt-6 space-y-6">{children}</div>
    </div>
  );
}
