import { NoAnswer, Refused } from '../api/failure.ts';
import { useApiWords } from '../i18n/apiWords.ts';
import { useSpeech } from '../i18n/language.ts';
import { Button } from './Button.tsx';
import { FaultLine } from './FaultLine.tsx';
import { Notice } from './Notice.tsx';

/** What went wrong, in words, with a way to try again. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useSpeech();
  const { title, detail } = useFailureWords(error);
  const faults = error instanceof Refused ? error.faults : [];
  return (
    <Notice
      tone="danger"
      title={title}
      actions={retry && <Button onClick={retry}>{t.state.retry}</Button>}
    >
      {detail}
      {faults.length > 0 && (
        <ul className="mt-1 space-y-1">
          {faults.map((fault) => (
            <li key={`${fault.pointer} ${fault.parameter} ${fault.detail}`}>
              <FaultLine fault={fault} />
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

export function useFailureWords(error: unknown): { title: string; detail: string } {
  const { t } = useSpeech();
  const words = useApiWords();
  if (error instanceof NoAnswer) {
    return { title: t.state.unreachable, detail: t.state.unreachableDetail };
  }
  if (error instanceof Refused && error.problem !== undefined) {
    if (words === 'loading') return { title: t.state.failed, detail: '' };
    const ours = words === 'none' ? undefined : words.problem[error.kind ?? ''];
    return ours ?? { title: error.problem.title, detail: error.problem.detail };
  }
  const detail = error instanceof Refused ? t.state.status(error.status) : String(error);
  return { title: t.state.failed, detail };
}
