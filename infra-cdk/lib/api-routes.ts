/**
 * Every path of the API, its methods, and which function answers. `schemas/openapi.json` describes the
 * same operations; a test compares the two.
 */
export interface Route {
  readonly path: string;
  readonly methods: readonly ('GET' | 'PATCH' | 'POST')[];
  readonly answeredBy: 'order-api' | 'dlq-replay';
}

export const ROUTES: readonly Route[] = [
  { path: '/orders', methods: ['GET', 'POST'], answeredBy: 'order-api' },
  { path: '/orders/{orderId}', methods: ['GET', 'PATCH'], answeredBy: 'order-api' },
  { path: '/orders/{orderId}/events', methods: ['GET'], answeredBy: 'order-api' },
  { path: '/orders/{orderId}/invoice', methods: ['GET'], answeredBy: 'order-api' },
  { path: '/orders/{orderId}/credit-note', methods: ['GET'], answeredBy: 'order-api' },
  { path: '/orders/{orderId}/transitions', methods: ['POST'], answeredBy: 'order-api' },
  { path: '/ops/dlq', methods: ['GET'], answeredBy: 'dlq-replay' },
  { path: '/ops/dlq/messages', methods: ['GET'], answeredBy: 'dlq-replay' },
  { path: '/ops/dlq/messages/{messageId}', methods: ['GET'], answeredBy: 'dlq-replay' },
  { path: '/ops/dlq/replays', methods: ['GET', 'POST'], answeredBy: 'dlq-replay' },
  { path: '/ops/dlq/replays/{replayId}', methods: ['GET'], answeredBy: 'dlq-replay' },
  { path: '/ops/dlq/replays/{replayId}/stop', methods: ['POST'], answeredBy: 'dlq-replay' },
  { path: '/ops/dlq/replays/{replayId}/resume', methods: ['POST'], answeredBy: 'dlq-replay' },
  { path: '/ops/dlq/replays/{replayId}/undo', methods: ['POST'], answeredBy: 'dlq-replay' },
];
