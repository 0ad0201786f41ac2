import type { ReactNode } from 'react';
import { useOpsWords } from '../i18n/opsWords.ts';
import { Notice } from '../ui/Notice.tsx';
import type { Faults, ReplayValues } from './replayForm.ts';
import type { ReplayAction } from './types.ts';

type TextName = Exclude<keyof ReplayValues, 'force'>;

/** What is asked of a replay: why, how much, how fast, and when to stop. */
export function ReplayFields(props: {
  readonly action: ReplayAction;
  readonly values: ReplayValues;
  readonly faults: Faults;
  readonly onChange: (values: ReplayValues) => void;
}) {
  const ops = useOpsWords();
  const { action, values, faults, onChange } = props;
  const set = (change: Partial<ReplayValues>) => onChange({ ...values, ...change });
  const fault = (name: TextName) => {
    const found = faults[name];
    if (found === undefined) return undefined;
    return typeof found === 'string' ? ops.form[found] : ops.edit.fault(found);
  };
  const input = (name: TextName) => ({
    id: `replay-${name}`,
    className: 'field',
    value: values[name],
    'aria-invalid': faults[name] !== undefined,
    'aria-describedby': `replay-${name}-note`,
  });
  const field = (name: TextName, label: string, hint: string, element: ReactNode) => (
    <div className="min-w-0">
      <label htmlFor={`replay-${name}`} className="mb-1 block text-sm text-muted">
        {label}
      </label>
      {element}
      <p
        id={`replay-${name}-note`}
        className={`mt-1 text-xs ${faults[name] ? 'text-danger' : 'text-muted'}`}
      >
        {fault(name) ?? hint}
      </p>
    </div>
  );
  const number = (name: 'limit' | 'rate' | 'canary' | 'breaker') => (
    <input
      {...input(name)}
      type="text"
      inputMode="numeric"
      autoComplete="off"
      onChange={({ target }) => set({ [name]: target.value })}
    />
  );
  return (
    <div className="space-y-5">
      {field(
        'reason',
        ops.form.reason,
        ops.form.reasonHint,
        <input
          {...input('reason')}
          type="text"
          maxLength={500}
          autoComplete="off"
          required
          onChange={({ target }) => set({ reason: target.value })}
        />,
      )}
      <div className="grid grid-cols-2 gap-4 lg:grid-cols-4">
        {field('limit', ops.form.limit, ops.form.limitHint, number('limit'))}
        {field('rate', ops.form.rate, ops.form.rateHint, number('rate'))}
        {action === 'replay' && (
          <>
            {field('canary', ops.form.canary, ops.form.canaryHint, number('canary'))}
            {field('breaker', ops.form.breaker, ops.form.breakerHint, number('breaker'))}
          </>
        )}
      </div>
      {action === 'replay' && (
        <>
          {field(
            'patch',
            ops.form.patch,
            ops.form.patchHint,
            <textarea
              {...input('patch')}
              className="field font-mono text-xs!"
              rows={Math.min(12, Math.max(2, values.patch.split('\n').length))}
              spellCheck={false}
              onChange={({ target }) => set({ patch: target.value })}
            />,
          )}
          <label className="-my-1.5 flex w-fit items-center gap-2.5 py-1.5 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={values.force}
              onChange={({ target }) => set({ force: target.checked })}
            />
            {ops.form.force}
          </label>
          {values.force && (
            <Notice tone="warning" title={ops.form.force}>
              {ops.form.forceWarning}
            </Notice>
          )}
        </>
      )}
    </div>
  );
}
