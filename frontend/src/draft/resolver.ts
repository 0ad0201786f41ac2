/** How the form checks what is typed: to the order that the API takes, or to a fault at each field. */
import { toNestErrors } from '@hookform/resolvers';
import type { FieldError, Resolver } from 'react-hook-form';
import type { OrderRequest } from '../api/types.ts';
import { orderSchema } from './orderSchema.ts';
import type { DraftValues } from './values.ts';

export const resolver: Resolver<DraftValues, unknown, OrderRequest> = (values, _, options) => {
  const result = orderSchema(values).safeParse(values);
  if (result.success) return { values: result.data, errors: {} };
  const faults: Record<string, FieldError> = {};
  for (const { path, message } of result.error.issues) {
    // The first fault of a field is the one to mend first.
    faults[path.join('.')] ??= { type: 'invalid', message };
  }
  return { values: {}, errors: toNestErrors(faults, options) };
};
