import { useSpeech } from '../i18n/language.ts';
import { FaultText } from '../ui/FaultText.tsx';
import { faultWords } from './faults.ts';

/** What is wrong with a field, whoever found it. */
export function DraftFault({ message }: { message: string }) {
  const { t } = useSpeech();
  return faultWords(message, t) ?? <FaultText detail={message} />;
}
