import { NoAnswer, Refused } from '../api/failure.ts';
import type { Messages } from '../i18n/en.ts';
import { useSpeech } from '../i18n/language.ts';
import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';

/** What went wrong, in words, with a way to try again. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useSpeech();
  const { title, detail } = describeFailure(error, t);
  return (
    <Notice
      tone="danger"
      title={title}
      actions={retry && <Button onClick={retry}>{t.state.retry}</Button>}
    >
      {detail}
    </Notice>
  );
}

export function describeFailure(error: unknown, t: Messages): { title: string; detail: string } {
  if (error instanceof NoAnswer) {
    return { title: t.state.unreachable, detail: t.state.unreachableDetail };
  }
  if (error instanceof Refused && error.problem !== undefined) {
    return { title: error.problem.title, detail: error.problem.detail };
  }
  const detail = error instanceof Refused ? t.state.status(error.status) : String(error);
  return { title: t.state.failed, detail };
}
