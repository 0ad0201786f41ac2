import { type Ref, useImperativeHandle, useRef } from 'react';

const LINE_PX = 20;

export interface JsonEditorHandle {
  /** Moves the caret there, both from 1. */
  readonly showLine: (line: number, column: number) => void;
}

/** A text with the numbers of its lines; the box scrolls, so that they stay together. */
export function JsonEditor(props: {
  readonly ref: Ref<JsonEditorHandle>;
  readonly labelledBy: string;
  readonly value: string;
  readonly faultLine: number | undefined;
  readonly onChange: (value: string) => void;
}) {
  const { ref, labelledBy, value, faultLine, onChange } = props;
  const box = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const lines = value.split('\n');

  useImperativeHandle(
    ref,
    () => ({
      showLine(line, column) {
        if (area.current === null || box.current === null) return;
        const texts = area.current.value.split('\n');
        const start = texts.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
        area.current.focus({ preventScroll: true });
        area.current.setSelectionRange(start + column - 1, start + (texts[line - 1]?.length ?? 0));
        box.current.scrollTop = (line - 4) * LINE_PX;
        box.current.scrollIntoView?.({ block: 'nearest' });
      },
    }),
    [],
  );

  return (
    <div
      ref={box}
      className="max-h-[32rem] overflow-auto rounded-lg border border-field bg-card focus-within:border-accent"
    >
      <div className="flex min-w-fit font-mono text-xs leading-5">
        <ol aria-hidden="true" className="py-2 pr-2 pl-3 text-right text-muted select-none">
          {lines.map((_, index) => (
            <li
              key={`line-${index + 1}`}
              className={index + 1 === faultLine ? 'font-bold text-danger' : ''}
            >
              {index + 1}
            </li>
          ))}
        </ol>
        <textarea
          ref={area}
          aria-labelledby={labelledBy}
          aria-invalid={faultLine !== undefined}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          rows={lines.length}
          cols={Math.max(40, ...lines.map(({ length }) => length + 2))}
          value={value}
          onChange={({ target }) => onChange(target.value)}
          className="block grow resize-none overflow-hidden bg-transparent py-2 pr-3 pl-1 whitespace-pre outline-none"
        />
      </div>
    </div>
  );
}
