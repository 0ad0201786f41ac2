import { useSpeech } from '../i18n/language.ts';
import { Notice } from '../ui/Notice.tsx';

/** There are no settings, so there is nothing to talk to. */
export function Misconfigured({ error }: { error: unknown }) {
  const { t } = useSpeech();
  return (
    <main className="mx-auto max-w-xl px-4 py-24">
      <h1 className="sr-only">{t.app}</h1>
      <Notice tone="danger" title={t.state.misconfigured}>
        {error instanceof Error ? error.message : String(error)}
      </Notice>
    </main>
  );
}
