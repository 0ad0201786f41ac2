/** What is wrong with the body of an order, by the API's description and in the API's words. */
import { z } from 'zod';
import openapi from '../../../schemas/openapi.json' with { type: 'json' };
import type { Fault, OrderRequest } from '../api/types.ts';
import { pointerSegment } from '../json/json.ts';

const definitions = JSON.parse(
  JSON.stringify(openapi.components.schemas).replaceAll('#/components/schemas/', '#/$defs/'),
);
const orderSchema = z.fromJSONSchema({ ...definitions.OrderRequest, $defs: definitions });

/** None: then it is an `OrderRequest`, whatever its type said before. */
export function requestFaults(body: OrderRequest): Fault[] {
  const { error } = orderSchema.safeParse(body, { reportInput: true });
  return error === undefined ? ruleFaults(body) : error.issues.flatMap(faultsOf);
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const pointer = issue.path.map((key) => pointerSegment(String(key))).join('');
  if (issue.code !== 'unrecognized_keys') return [{ pointer, detail: detailOf(issue) }];
  return issue.keys.map((key) => ({
    pointer: pointer + pointerSegment(key),
    detail: 'there is no such field',
  }));
}

function detailOf(issue: z.core.$ZodIssue): string {
  if (issue.input === undefined) return 'this field is required';
  switch (issue.code) {
    case 'invalid_type':
      // No number of a request has places.
      return `expected ${['int', 'number'].includes(issue.expected) ? 'integer' : issue.expected}`;
    case 'invalid_format':
      return `expected text like ${issue.pattern?.slice(1, -1)}`;
    case 'invalid_value':
      return `expected one of [${issue.values.join(',')}]`;
    case 'too_big':
      return `expected at most ${issue.maximum}${units[issue.origin] ?? ''}`;
    case 'too_small':
      return `expected at least ${issue.minimum}${issue.origin === 'array' ? ' item(s)' : ''}`;
    default:
      return 'does not satisfy `anyOf`';
  }
}

const units: Readonly<Record<string, string>> = { string: ' characters', array: ' items' };

/** The one rule beyond the description that tests ask for; the real API knows many more. */
function ruleFaults({ lines }: OrderRequest): Fault[] {
  return lines.flatMap((line, index) => {
    if (line.taxCategory !== 'EXEMPT' || line.taxExemptionReason) return [];
    const detail = 'expected a reason for the exemption (EN 16931 BR-E-10)';
    return [{ pointer: `/lines/${index}/taxExemptionReason`, detail }];
  });
}
