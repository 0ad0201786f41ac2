import { Link } from '@tanstack/react-router';
import { useSpeech } from '../i18n/language.ts';
import { buttonClass } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';

export function NotFound() {
  const { t } = useSpeech();
  return (
    <Page title={t.state.notFound}>
      <EmptyState icon="info" title={t.state.notFound} detail={t.state.notFoundDetail}>
        <Link to="/" className={buttonClass('primary')}>
          {t.state.home}
        </Link>
      </EmptyState>
    </Page>
  );
}
