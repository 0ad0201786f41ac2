import type { ErrorComponentProps } from '@tanstack/react-router';
import { useSpeech } from '../i18n/language.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';

/** A page broke; the others still work. */
export function Crashed({ error, reset }: ErrorComponentProps) {
  const { t } = useSpeech();
  return (
    <Page title={t.state.crashed}>
      <Notice
        tone="danger"
        title={t.state.crashed}
        actions={<Button onClick={reset}>{t.state.retry}</Button>}
      >
        {error instanceof Error ? error.message : String(error)}
      </Notice>
    </Page>
  );
}
