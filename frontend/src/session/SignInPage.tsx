import { useState } from 'react';
import { useSpeech } from '../i18n/language.ts';
import { Preferences } from '../shell/Preferences.tsx';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

/** The way in: to the issuer's page, and back to where one was. */
export function SignInPage(props: {
  readonly why: 'new' | 'failed' | 'expired';
  readonly start: () => Promise<void>;
}) {
  const { t } = useSpeech();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(props.why === 'failed');

  async function start() {
    setBusy(true);
    setFailed(false);
    try {
      await props.start();
    } catch {
      setBusy(false);
      setFailed(true);
    }
  }

  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex justify-end p-4">
        <Preferences />
      </header>
      <main className="flex grow flex-col items-center justify-center px-4 pb-32">
        <img src="/icon.svg" alt="" width="48" height="48" />
        <h1 className="mt-6 text-3xl font-semibold tracking-tight">{t.app}</h1>
        <p className="mt-3 max-w-sm text-center text-balance text-muted">{t.signIn.lead}</p>
        <div className="mt-8 w-full max-w-sm space-y-4">
          {props.why === 'expired' && !failed && (
            <Notice tone="info" title={t.signIn.expired}>
              {t.signIn.expiredDetail}
            </Notice>
          )}
          {failed && (
            <Notice tone="danger" title={t.signIn.failed}>
              {t.signIn.failedDetail}
            </Notice>
          )}
          <Button look="primary" className="min-h-11 w-full" disabled={busy} onClick={start}>
            {busy ? t.signIn.busy : t.signIn.button}
          </Button>
        </div>
      </main>
    </div>
  );
}
