import type { ReactNode } from 'react';
import { useSpeech } from '../i18n/language.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { mayReplay } from '../session/role.ts';
import { useSession } from '../session/session.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';

/** Asks for dead letters only on behalf of those who may see them. */
export function OpsOnly({ children }: { children: ReactNode }) {
  const { t } = useSpeech();
  const ops = useOpsWords();
  const { claims } = useSession();
  if (mayReplay(claims)) return children;
  return (
    <Page title={ops.title}>
      <EmptyState icon="info" title={t.state.notYours} detail={ops.notYoursDetail} />
    </Page>
  );
}
