import { Link } from '@tanstack/react-router';
import { useSpeech } from '../i18n/language.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Figure } from '../ui/Figure.tsx';
import { Notice } from '../ui/Notice.tsx';
import { count, type ImportJob } from './job.ts';
import type { useImport } from './useImport.ts';

/** How far the import is, and what can be done with it. */
export function ImportProgress(props: {
  readonly job: ImportJob;
  readonly importing: ReturnType<typeof useImport>;
}) {
  const { t } = useSpeech();
  const { job, importing } = props;
  const { all, placed, refused, waiting } = count(job);
  const done = placed + refused;
  const isRunning = importing.phase === 'running';
  // What could not be read would not be read the next time either.
  const canRetry = job.rows.some(({ outcome }) => outcome.kind === 'refused');
  return (
    <Card id="import-progress" title={job.fileName} note={t.import.progress(done, all)}>
      <div className="space-y-5">
        <progress
          aria-labelledby="import-progress"
          value={done}
          max={all}
          className="bar block h-2 w-full"
        />
        <dl className="grid grid-cols-3 gap-4">
          <Figure term={t.import.placed}>{placed}</Figure>
          <Figure term={t.import.failed}>{refused}</Figure>
          <Figure term={t.import.waiting}>{waiting}</Figure>
        </dl>
        <div role="status" className="empty:hidden">
          {importing.isSlow && <Notice tone="warning" title={t.import.slow} />}
          {!isRunning && importing.isResumed && <Notice tone="info" title={t.import.resumed} />}
          {!isRunning && waiting === 0 && refused === 0 && (
            <Notice tone="success" title={t.import.finished} />
          )}
          {!isRunning && waiting === 0 && refused > 0 && (
            <Notice tone="warning" title={t.import.finishedWithFaults} />
          )}
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {isRunning && (
            <>
              <Button onClick={importing.pause}>{t.import.pause}</Button>
              <p className="ml-2 text-sm text-muted">{t.import.pausesElsewhere}</p>
            </>
          )}
          {!isRunning && waiting > 0 && (
            <Button look="primary" onClick={importing.start}>
              {placed > 0 ? t.import.resume : t.import.start}
            </Button>
          )}
          {!isRunning && waiting === 0 && canRetry && (
            <Button onClick={importing.retryRefused}>{t.import.retryFailed}</Button>
          )}
          {!isRunning && placed > 0 && (
            <Link to="/orders" className={buttonClass()}>
              {t.overview.all}
            </Link>
          )}
          {!isRunning && (
            <Button look="quiet" onClick={importing.forget}>
              {t.import.another}
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}
