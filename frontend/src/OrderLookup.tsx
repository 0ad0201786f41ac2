import { type SubmitEvent, useRef, useState } from 'react';
import { fetchOrder, type LookupResult } from './fetchOrder.ts';
import { OrderCard } from './OrderCard.tsx';
import { orderIdSchema } from './order.ts';

const TIMEOUT_MS = 15_000;

type View = { kind: 'idle' } | { kind: 'invalidId' } | { kind: 'loading' } | LookupResult;

/** The form and, below it, whatever came of the last lookup. */
export function OrderLookup({ apiUrl }: { apiUrl: string }) {
  const [view, setView] = useState<View>({ kind: 'idle' });
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef<AbortController>(null);

  async function lookUp(event: SubmitEvent) {
    event.preventDefault();
    latest.current?.abort();

    const orderId = orderIdSchema.safeParse(input.current?.value);
    if (!orderId.success) {
      setView({ kind: 'invalidId' });
      input.current?.focus();
      return;
    }

    const lookup = new AbortController();
    latest.current = lookup;
    setView({ kind: 'loading' });
    const signal = AbortSignal.any([lookup.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const result = await fetchOrder(apiUrl, orderId.data, signal);
    // A lookup that a newer one has replaced must not overwrite its answer.
    if (!lookup.signal.aborted) setView(result);
  }

  const invalid = view.kind === 'invalidId';
  return (
    <>
      <form noValidate onSubmit={lookUp} className="mt-3">
        <label htmlFor="orderId" className="text-sm font-medium">
          Order id
        </label>
        <div className="mt-1.5 flex flex-col gap-3 sm:flex-row">
          <input
            ref={input}
            id="orderId"
            name="orderId"
            type="text"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-invalid={invalid}
            aria-describedby="orderIdHint"
            className="min-w-0 grow rounded-lg border border-field bg-card px-3 py-2.5 font-mono text-sm focus-visible:outline-2 focus-visible:outline-offset-1 focus-visible:outline-accent aria-invalid:border-danger aria-invalid:outline-danger"
          />
          <button
            type="submit"
            className="rounded-lg bg-accent px-5 py-2.5 text-sm font-semibold text-on-accent hover:bg-accent-strong focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-accent"
          >
            Look up
          </button>
        </div>
        <p id="orderIdHint" className="mt-2 text-sm text-muted">
          {invalid && <span className="block text-danger">This is not an order id.</span>}
          An order id is a UUID version 7: 32 hex digits in five groups, the third starting with 7.
        </p>
      </form>
      <div aria-live="polite" aria-busy={view.kind === 'loading'} className="mt-8">
        <Outcome view={view} />
      </div>
    </>
  );
}

function Outcome({ view }: { view: View }) {
  switch (view.kind) {
    case 'idle':
    case 'invalidId':
      return null;
    case 'loading':
      return <p className="text-muted motion-safe:animate-pulse">Looking up the order…</p>;
    case 'found':
      return <OrderCard order={view.order} />;
    case 'notFound':
      return <Message {...view} className="border-line" />;
    case 'failed':
      return <Message {...view} className="border-danger" />;
  }
}

function Message(props: { title: string; detail: string | undefined; className: string }) {
  return (
    <div className={`rounded-xl border bg-card p-5 ${props.className}`}>
      <p className="font-semibold">{props.title}</p>
      {props.detail && <p className="mt-1 break-words text-muted">{props.detail}</p>}
    </div>
  );
}
