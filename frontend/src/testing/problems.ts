/** Problem documents, as the API writes them. */
import type { Fault, OrderStatus, Problem } from '../api/types.ts';

export function problem(
  status: number,
  kind: string,
  title: string,
  detail: string,
  more: { errors?: Fault[]; allowed?: OrderStatus[] } = {},
): Problem {
  return { type: `tag:order-to-invoice,2026:${kind}`, title, status, detail, ...more };
}

export const noSuchOrder = problem(404, 'no-such-order', 'No such order', 'there is no such order');

export function invalidBody(errors: Fault[]): Problem {
  const detail = `mend the ${errors.length} fault(s) listed in \`errors\``;
  return problem(422, 'invalid-body', 'The body has faults', detail, { errors });
}

export function invalidParameters(errors: Fault[]): Problem {
  const detail = `mend the ${errors.length} fault(s) listed in \`errors\``;
  return problem(400, 'invalid-parameters', 'The parameters have faults', detail, { errors });
}

export function preconditionFailed(version: number): Problem {
  const detail = `the order is at version "${version}": read it again, then decide again`;
  return problem(412, 'precondition-failed', 'The order has changed', detail);
}
