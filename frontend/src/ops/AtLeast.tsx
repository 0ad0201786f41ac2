import { useOpsWords } from '../i18n/opsWords.ts';

/** Stands in front of a count of what was looked at, where there may be more. */
export function AtLeast() {
  const ops = useOpsWords();
  return <span className="text-xs font-normal text-muted">{ops.atLeast} </span>;
}
