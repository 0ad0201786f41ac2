/** What lists are filtered by. Each change is told at once, and `undefined` is: not filtered by it. */
import type { ReactNode } from 'react';

export function Filter({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="block min-w-0 text-sm sm:min-w-36">
      <span className="mb-1 block truncate text-muted">{label}</span>
      {children}
    </label>
  );
}

/** One of some, or any. */
export function ChoiceFilter<T extends string | number>(props: {
  readonly label: string;
  /** What is said of any. */
  readonly any: string;
  readonly value: T | undefined;
  readonly options: readonly T[];
  readonly words: (option: T) => string;
  readonly onChange: (value: T | undefined) => void;
}) {
  const { label, any, value, options, words, onChange } = props;
  return (
    <Filter label={label}>
      <select
        className="field"
        value={value ?? ''}
        onChange={({ target }) =>
          onChange(options.find((option) => String(option) === target.value))
        }
      >
        <option value="">{any}</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {words(option)}
          </option>
        ))}
      </select>
    </Filter>
  );
}

/** A text, told once it is written to its end. */
export function TextFilter(props: {
  readonly label: string;
  readonly value: string | undefined;
  readonly inputMode?: 'numeric';
  readonly onChange: (text: string | undefined) => void;
}) {
  const { label, value = '', inputMode, onChange } = props;
  const done = (text: string) => {
    if (text.trim() !== value) onChange(text.trim() || undefined);
  };
  return (
    <Filter label={label}>
      <input
        type="text"
        className="field"
        autoComplete="off"
        inputMode={inputMode}
        defaultValue={value}
        key={value}
        onBlur={({ target }) => done(target.value)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') done(currentTarget.value);
        }}
      />
    </Filter>
  );
}

/** A day, as `yyyy-mm-dd`. */
export function DayFilter(props: {
  readonly label: string;
  readonly value: string | undefined;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly onChange: (day: string | undefined) => void;
}) {
  const { label, value, min, max, onChange } = props;
  return (
    <Filter label={label}>
      <input
        type="date"
        className="field"
        value={value ?? ''}
        min={min}
        max={max}
        onChange={({ target }) => onChange(target.value || undefined)}
      />
    </Filter>
  );
}
