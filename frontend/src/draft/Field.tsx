/** Fields of the draft: a label, what is wrong in words, and both known to screen readers. */
import type { InputHTMLAttributes, ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import { DraftFault } from './DraftFault.tsx';
import type { FieldName } from './fieldNames.ts';
import type { DraftValues } from './values.ts';

interface FieldProps {
  readonly name: FieldName;
  readonly label: string;
  /** On wide screens the column's heading says it already. */
  readonly inColumn?: boolean;
  readonly className?: string;
}

export function TextField({
  name,
  label,
  inColumn,
  className,
  ...input
}: FieldProps & Omit<InputHTMLAttributes<HTMLInputElement>, 'name' | 'className'>) {
  const field = useField(name);
  return (
    <Labelled {...field} {...{ label, inColumn, className, isRequired: input.required }}>
      <input type="text" autoComplete="off" className="field" {...input} {...field.input} />
    </Labelled>
  );
}

export function SelectField(
  props: FieldProps & { readonly required?: boolean; readonly children: ReactNode },
) {
  const { name, required, children, ...rest } = props;
  const field = useField(name);
  return (
    <Labelled {...field} {...rest} isRequired={required}>
      <select className="field" required={required} {...field.input}>
        {children}
      </select>
    </Labelled>
  );
}

export function TextAreaField(props: FieldProps & { readonly rows: number }) {
  const { name, rows, ...rest } = props;
  const field = useField(name);
  return (
    <Labelled {...field} {...rest}>
      <textarea rows={rows} className="field" {...field.input} />
    </Labelled>
  );
}

export function fieldId(name: FieldName): string {
  return `draft-${name.replaceAll('.', '-')}`;
}

function useField(name: FieldName) {
  const { register, getFieldState, formState } = useFormContext<DraftValues>();
  const { error } = getFieldState(name, formState);
  const id = fieldId(name);
  return {
    id,
    fault: error?.message === undefined ? undefined : <DraftFault message={error.message} />,
    input: {
      ...register(name),
      id,
      'aria-invalid': error !== undefined,
      'aria-describedby': error === undefined ? undefined : `${id}-fault`,
    },
  };
}

function Labelled(props: {
  readonly id: string;
  readonly label: string;
  readonly inColumn?: boolean | undefined;
  /** Also told by the field itself, to who can't see the asterisk. */
  readonly isRequired?: boolean | undefined;
  readonly className?: string | undefined;
  readonly fault: ReactNode;
  readonly children: ReactNode;
}) {
  const { id, label, inColumn = false, isRequired = false, className = '', fault, children } = props;
  const asterisk = isRequired ? "after:ml-0.5 after:text-danger after:content-['*'/'']" : '';
  return (
    <div className={`min-w-0 ${className}`}>
      <label
        htmlFor={id}
        className={`mb-1 block text-sm text-muted ${asterisk} ${inColumn ? 'md:sr-only' : ''}`}
      >
        {label}
      </label>
      {children}
      {fault !== undefined && (
        <p id={`${id}-fault`} className="mt-1 text-xs text-danger">
          {fault}
        </p>
      )}
    </div>
  );
}
