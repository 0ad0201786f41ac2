import { OrderLookup } from './OrderLookup.tsx';

/** The whole page. `apiUrl` is undefined or empty when the build was not told where the API is. */
export function App({ apiUrl }: { apiUrl: string | undefined }) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-2xl flex-col px-4 sm:px-6">
      <main className="grow py-12 sm:py-20">
        <h1 className="text-3xl font-semibold tracking-tight sm:text-4xl">Order to invoice</h1>
        <p className="mt-3 max-w-prose text-lg text-pretty text-muted">
          Takes orders, issues a numbered PDF invoice when an order is confirmed, and sends a
          notification at every change of status.
        </p>
        <section aria-labelledby="lookup" className="mt-10">
          <h2 id="lookup" className="text-lg font-semibold">
            Look up an order
          </h2>
          {apiUrl ? <OrderLookup apiUrl={apiUrl} /> : <ApiUrlMissing />}
        </section>
      </main>
      <footer className="border-t border-line py-6 text-sm text-pretty text-muted">
        This page is a placeholder: it looks up one order and does nothing else. It does not sign
        in, so an API that asks for a token will refuse it. The full console is still to come.
      </footer>
    </div>
  );
}

function ApiUrlMissing() {
  return (
    <p role="status" className="mt-3 rounded-xl border border-line bg-card p-5 text-muted">
      The lookup is off, because this build does not know where the order API is. Set{' '}
      <code className="font-mono text-sm text-ink">VITE_API_URL</code> to its base URL, then start
      or build again.
    </p>
  );
}
