import { isPassing, Refused } from '../api/failure.ts';
import { useSpeech } from '../i18n/language.ts';
import { Button } from '../ui/Button.tsx';
import { useFailureWords } from '../ui/Failure.tsx';
import { FaultText } from '../ui/FaultText.tsx';
import { Notice } from '../ui/Notice.tsx';
import { fieldOf } from './pointers.ts';

/** Why the order was not placed, as far as that is not said at a field. */
export function SubmitTrouble(props: {
  readonly error: Error;
  readonly acceptTotal: () => void;
  /** An order that is placed, or one that is changed. */
  readonly of?: 'draft' | 'amend';
}) {
  const { t } = useSpeech();
  const { title, detail } = useFailureWords(props.error);
  const { error, acceptTotal, of = 'draft' } = props;
  if (isPassing(error)) {
    return (
      <Notice tone="danger" title={t.draft.noAnswer}>
        {t[of].noAnswerDetail}
      </Notice>
    );
  }
  const faults = error instanceof Refused ? error.faults : [];
  const total = faults.find(({ pointer }) => pointer === '/totalMinor');
  if (total !== undefined) {
    return (
      <Notice
        tone="warning"
        title={t.draft.differs}
        actions={<Button onClick={acceptTotal}>{t[of].acceptTotal}</Button>}
      >
        <FaultText detail={total.detail} />
      </Notice>
    );
  }
  const elsewhere = faults.filter(({ pointer }) => pointer == null || !fieldOf(pointer));
  if (faults.length > 0 && elsewhere.length === 0) return null;
  return (
    <Notice tone="danger" title={`${t[of].refused}: ${title}`}>
      {detail}
      {elsewhere.map((fault) => (
        <p key={`${fault.pointer} ${fault.detail}`}>
          <FaultText detail={fault.detail} />
        </p>
      ))}
    </Notice>
  );
}
