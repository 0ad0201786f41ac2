import type { ErrorComponentProps } from '@tanstack/react-router';
import { useEffect } from 'react';
import { NoAnswer } from '../api/failure.ts';
import { useSpeech } from '../i18n/language.ts';
import { loadSettings } from '../settings.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';

/** A page broke, or could not be fetched; the others still work. */
export function Crashed({ error, reset }: ErrorComponentProps) {
  const { t } = useSpeech();
  if (error instanceof NoAnswer) return <Unfetched />;
  return (
    <Page title={t.state.crashed}>
      <Notice
        tone="danger"
        title={t.state.crashed}
        actions={<Button onClick={reset}>{t.state.retry}</Button>}
      >
        <span lang="en">{error instanceof Error ? error.message : String(error)}</span>
      </Notice>
    </Page>
  );
}

/** Its code did not come. When the network is back, so is the page. */
function Unfetched() {
  const { t } = useSpeech();
  useEffect(() => {
    window.addEventListener('online', startAnew);
    return () => window.removeEventListener('online', startAnew);
  }, []);
  return (
    <Page title={t.state.unfetched}>
      <Notice
        tone="danger"
        title={t.state.unreachableDetail}
        actions={<Button onClick={startAnew}>{t.state.retry}</Button>}
      />
    </Page>
  );
}

/** Only if there is somebody to load it from: otherwise the browser would show a page of its own. */
async function startAnew(): Promise<void> {
  const isThere = await loadSettings().then(
    () => true,
    () => false,
  );
  if (isThere) window.location.reload();
}
