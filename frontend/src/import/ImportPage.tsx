import { useSpeech } from '../i18n/language.ts';
import { mayOrder } from '../session/role.ts';
import { useSession } from '../session/session.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { FileChooser } from './FileChooser.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import { RefusedRows } from './RefusedRows.tsx';
import { useImport } from './useImport.ts';

export function ImportPage() {
  const { t } = useSpeech();
  const { claims } = useSession();
  return (
    <Page title={t.import.title} lead={t.import.lead}>
      {mayOrder(claims) ? (
        <Import />
      ) : (
        <EmptyState icon="info" title={t.state.notYours} detail={t.state.notYoursDetail} />
      )}
    </Page>
  );
}

function Import() {
  const { t } = useSpeech();
  const importing = useImport();
  const { job, phase } = importing;
  if (phase === 'loading') {
    return (
      <Loading>
        <Skeleton className="h-56 rounded-xl" />
      </Loading>
    );
  }
  return (
    <>
      {!importing.canKeep && <Notice tone="warning" title={t.import.unstorable} />}
      {job === undefined ? (
        <FileChooser onChoose={importing.choose} />
      ) : (
        <>
          <ImportProgress job={job} importing={importing} />
          <RefusedRows rows={job.rows} />
        </>
      )}
    </>
  );
}
