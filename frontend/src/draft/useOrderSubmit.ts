/** Sending the form of an order: once, however fast it is clicked, and at the total that it shows. */
import { useRef } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { Refused } from '../api/failure.ts';
import type { OrderRequest } from '../api/types.ts';
import { isFieldName } from './fieldNames.ts';
import { limits } from './limits.ts';
import { liveTotals } from './liveTotals.ts';
import { fieldOf } from './pointers.ts';
import { type DraftValues, isBlankLine } from './values.ts';

export type OrderForm = UseFormReturn<DraftValues, unknown, OrderRequest>;

/** Whose total counts where they differ: that on this page goes along, or that of the server is taken. */
export type WhoseTotal = 'shown' | 'server';

/**
 * `send` gets the request, and the total in minor units that it must come to, if one is to be
 * checked. What it throws of the API's refusals is put beside the fields it is about.
 */
export function useOrderSubmit(
  form: OrderForm,
  send: (request: OrderRequest, totalMinor: number | undefined) => Promise<void>,
): (whose: WhoseTotal) => Promise<void> {
  // Two clicks can come faster than the button is drawn anew.
  const isBusy = useRef(false);

  async function sendOnce(request: OrderRequest, whose: WhoseTotal) {
    if (isBusy.current) return;
    isBusy.current = true;
    try {
      await send(request, whose === 'shown' ? shownTotal(form.getValues()) : undefined);
    } catch (error) {
      if (error instanceof Refused) showFaults(form, error);
    } finally {
      isBusy.current = false;
    }
  }

  return (whose) => {
    dropBlankLines(form);
    return form.handleSubmit((request) => sendOnce(request, whose))();
  };
}

/** None where the lines make none, or one that no order may have. */
function shownTotal(values: DraftValues): number | undefined {
  const gross = liveTotals(values).totals?.gross;
  return gross === undefined || gross > limits.largestTotal ? undefined : Number(gross);
}

function showFaults(form: OrderForm, { faults }: Refused): void {
  for (const { pointer, detail } of faults) {
    const name = pointer == null ? undefined : fieldOf(pointer);
    if (name !== undefined && isFieldName(name, form.getValues())) {
      form.setError(name, { message: detail });
    }
  }
}

/** A line that was added and left empty is no fault. */
function dropBlankLines(form: OrderForm): void {
  const lines = form.getValues('lines');
  const kept = lines.filter((line) => !isBlankLine(line));
  if (kept.length > 0 && kept.length < lines.length) form.setValue('lines', kept);
}
