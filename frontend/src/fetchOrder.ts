import { z } from 'zod';
import { type Order, type OrderId, orderSchema } from './order.ts';

/** Every way a lookup can end. `title` and `detail` are meant for the reader of the page. */
export type LookupResult =
  | { kind: 'found'; order: Order }
  | { kind: 'notFound'; title: string; detail: string | undefined }
  | { kind: 'failed'; title: string; detail: string | undefined };

/** RFC 9457: every member is optional. */
const problemSchema = z.object({ title: z.string().optional(), detail: z.string().optional() });

/** Asks the API for one order. Never rejects: what goes wrong is a result, too. */
export async function fetchOrder(
  apiUrl: string,
  orderId: OrderId,
  signal: AbortSignal,
): Promise<LookupResult> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(`${apiUrl.replace(/\/+$/, '')}/orders/${orderId}`, {
      headers: { Accept: 'application/json, application/problem+json' },
      signal,
    });
    body = parseJson(await response.text());
  } catch {
    return signal.aborted
      ? failed('The order API took too long', 'Please try again.')
      : failed('The order API cannot be reached', "Check the connection and the API's address.");
  }
  return response.ok ? readOrder(body) : readProblem(response, body);
}

function readOrder(body: unknown): LookupResult {
  const parsed = orderSchema.safeParse(body);
  if (parsed.success) return { kind: 'found', order: parsed.data };
  const field = parsed.error.issues[0]?.path.join('.');
  return failed(
    'The order API sent something that is not an order',
    field ? `The field \`${field}\` is missing or not as expected.` : undefined,
  );
}

function readProblem(response: Response, body: unknown): LookupResult {
  const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json');
  const problem = isProblem ? problemSchema.safeParse(body).data : undefined;
  if (response.status === 404) {
    return {
      kind: 'notFound',
      title: problem?.title ?? 'No such order',
      detail: problem?.detail ?? 'There is no order with this id, or it is not yours to see.',
    };
  }
  return failed(
    problem?.title ?? `The order API answered with status ${response.status}`,
    problem?.detail,
  );
}

function failed(title: string, detail: string | undefined): LookupResult {
  return { kind: 'failed', title, detail };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
