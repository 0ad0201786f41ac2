import { useApiWords } from '../i18n/apiWords.ts';

/** A fault that the API reports, in the reader's language where there are words for it. */
export function FaultText({ detail }: { detail: string }) {
  const words = useApiWords();
  if (words === 'loading') return null;
  const text = words === 'none' ? detail : words.faultText(detail);
  return text === detail ? <span lang="en">{detail}</span> : text;
}
