/** The typed client of the order API: paths, parameters and answers come from its description. */
import createClient from 'openapi-fetch';
import { createContext, useContext } from 'react';
import { NoAnswer, Refused } from './failure.ts';
import type { paths } from './schema.d.ts';
import type { Problem } from './types.ts';

const TIMEOUT_MS = 20_000;

/** Gives the access token to call with; asked anew for each request. */
type TokenSource = () => string;

export interface OrderApi {
  readonly http: ReturnType<typeof createClient<paths>>;
  /** For what is no JSON: documents. */
  readonly fetchBytes: (path: string, signal: AbortSignal) => Promise<ArrayBuffer>;
}

export function createOrderApi(
  apiUrl: string,
  token: TokenSource,
  onUnauthorized: () => void,
): OrderApi {
  async function send(request: Request): Promise<Response> {
    request.headers.set('Authorization', `Bearer ${token()}`);
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    let response: Response;
    try {
      response = await fetch(new Request(request, { signal }));
    } catch (cause) {
      if (request.signal.aborted) throw cause;
      throw new NoAnswer(cause);
    }
    if (response.status === 401) onUnauthorized();
    return response;
  }
  return {
    http: createClient<paths>({ baseUrl: apiUrl, fetch: send }),
    async fetchBytes(path, signal) {
      const response = await send(new Request(`${apiUrl}${path}`, { signal }));
      if (!response.ok) throw new Refused(response, await readProblem(response));
      return response.arrayBuffer();
    },
  };
}

/** The answer's body, or a `Refused` that says why there is none. */
export async function answered<T>(
  call: Promise<{ data?: T; error?: Problem | undefined; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (data !== undefined && response.ok) return data;
  throw new Refused(response, isProblem(error) ? error : undefined);
}

async function readProblem(response: Response): Promise<Problem | undefined> {
  const body: unknown = await response.json().catch(() => undefined);
  return isProblem(body) ? body : undefined;
}

/** A proxy in between may answer with a page of its own. */
function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' &&
    body !== null &&
    'type' in body &&
    typeof body.type === 'string' &&
    'title' in body &&
    'detail' in body
  );
}

export const OrderApiContext = createContext<OrderApi | undefined>(undefined);

export function useOrderApi(): OrderApi {
  const api = useContext(OrderApiContext);
  if (api === undefined) throw new Error('useOrderApi: there is no API here');
  return api;
}
