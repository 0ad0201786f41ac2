/** Every way a call of the API can fail, each with what to do about it. */
import type { Fault, OrderStatus, Problem } from './types.ts';

const TYPE_PREFIX = 'tag:order-to-invoice,2026:';

/** The API answered, and refused. */
export class Refused extends Error {
  readonly status: number;
  /** The problem's own name, such as `precondition-failed`. */
  readonly kind: string | undefined;
  readonly problem: Problem | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(response: Response, problem: Problem | undefined) {
    super(problem?.title ?? `status ${response.status}`);
    this.name = 'Refused';
    this.status = response.status;
    this.problem = problem;
    this.kind = problem?.type.startsWith(TYPE_PREFIX)
      ? problem.type.slice(TYPE_PREFIX.length)
      : undefined;
    this.retryAfterMs = retryAfterMs(response);
  }

  get faults(): readonly Fault[] {
    return this.problem?.errors ?? [];
  }

  get allowed(): readonly OrderStatus[] {
    return this.problem?.allowed ?? [];
  }

  /** Whether the same request may well succeed in a moment. */
  get isPassing(): boolean {
    return this.status >= 500 || this.status === 429 || this.kind === 'document-on-its-way';
  }
}

/** No answer came: nobody knows whether the request was done. */
export class NoAnswer extends Error {
  constructor(cause: unknown) {
    super('no answer', { cause });
    this.name = 'NoAnswer';
  }
}

export function isPassing(error: unknown): boolean {
  return error instanceof NoAnswer || (error instanceof Refused && error.isPassing);
}

function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}
