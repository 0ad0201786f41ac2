import { useMemo } from 'react';
import { useOpsWords } from '../i18n/opsWords.ts';
import { type DiffLine, diffLines } from './lineDiff.ts';

/** Lines that are shown around a change. */
const CONTEXT = 3;

const looks = {
  same: { row: '', sign: ' ' },
  removed: { row: 'bg-danger-soft', sign: '−' },
  added: { row: 'bg-success-soft', sign: '+' },
} satisfies Record<DiffLine['kind'], { row: string; sign: string }>;

/** What changes from one text to another, line by line, with little of what stays. */
export function DiffView({ before, after }: { before: string; after: string }) {
  const ops = useOpsWords();
  const lines = useMemo(() => diffLines(before, after), [before, after]);
  const said = { same: '', removed: ops.edit.removed, added: ops.edit.added };
  return (
    <div
      className="max-h-96 overflow-auto rounded-lg border border-line bg-card font-mono text-xs leading-5"
      tabIndex={0}
      role="group"
      aria-label={ops.edit.changes}
    >
      {hunks(lines).map((hunk) =>
        hunk.kind === 'folded' ? (
          <p key={`folded ${hunk.first}`} className="bg-sunken px-3 py-0.5 font-sans text-muted">
            {ops.edit.unchanged(hunk.count)}
          </p>
        ) : (
          hunk.lines.map((line) => (
            <div
              key={`${line.before ?? ''} ${line.after ?? ''}`}
              className={`grid min-w-fit grid-cols-[2.5rem_2.5rem_1rem_1fr] ${looks[line.kind].row}`}
            >
              <span className="pr-2 text-right text-muted select-none">{line.before}</span>
              <span className="pr-2 text-right text-muted select-none">{line.after}</span>
              <span aria-hidden="true">{looks[line.kind].sign}</span>
              <span className="pr-3 whitespace-pre">
                <span className="sr-only">{said[line.kind]} </span>
                {line.text}
              </span>
            </div>
          ))
        ),
      )}
    </div>
  );
}

type Hunk =
  | { readonly kind: 'shown'; readonly lines: readonly DiffLine[] }
  | { readonly kind: 'folded'; readonly first: number; readonly count: number };

function hunks(lines: readonly DiffLine[]): Hunk[] {
  const isNear = new Array<boolean>(lines.length).fill(false);
  for (const [index, { kind }] of lines.entries()) {
    if (kind !== 'same') isNear.fill(true, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  }
  const result: Hunk[] = [];
  for (let start = 0; start < lines.length; ) {
    let end = start + 1;
    while (end < lines.length && isNear[end] === isNear[start]) end += 1;
    result.push(
      isNear[start]
        ? { kind: 'shown', lines: lines.slice(start, end) }
        : { kind: 'folded', first: start, count: end - start },
    );
    start = end;
  }
  return result;
}
