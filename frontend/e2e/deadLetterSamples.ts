/** Dead letters to look at: of several causes and sources, with a history. */
import type { FakeApi } from '../src/testing/fakeApi.ts';
import type { Cause } from '../src/testing/fakeDeadLetters.ts';

const MINUTE_MS = 60_000;

const CAUSES: readonly (Cause & { readonly every: number })[] = [
  {
    every: 2,
    code: 'render-failed',
    reason: 'render the document: failed to load the font `Inter`: expected a table `glyf`, found the end of the file',
  },
  {
    every: 7,
    code: 'notification-refused',
    reason: 'publish the notification: expected a topic in `eu-central-1`, found `eu-west-1`',
    receiveCount: 5,
    spoil: (payload) => payload.replace(/"currency":"[A-Z]{3}"/, '"currency":"euro"'),
  },
  {
    every: 11,
    code: 'event-too-large',
    reason: 'send the event: expected at most 262144 bytes, found 301877',
    source: 'stream-failures',
  },
  {
    every: 15,
    code: 'retries-exhausted',
    reason: 'the endpoint of the subscriber `warehouse` answered 503 five times',
    source: 'subscription',
    receiveCount: 5,
  },
];

export function parkSamples({ orders, deadLetters, replays }: FakeApi): void {
  const now = Date.now();
  const stored = [...orders.stored.values()].reverse();
  for (const { every, ...cause } of CAUSES) {
    for (const [index, order] of stored.entries()) {
      if (index % every !== 0) continue;
      deadLetters.park(order, { ...cause, at: new Date(now - index * 7 * MINUTE_MS - 90_000) });
    }
  }
  // One went through in another way, and one order has moved on.
  const [done, overtaken] = [stored[16], stored[18]];
  if (done) deadLetters.processed.add(`${done.order.orderId}.${done.order.version}`);
  if (overtaken) orders.move(overtaken, 'REFUNDED', 'admin', null);

  const earlier = replays.start(
    { action: 'replay', filter: { code: 'render-failed' }, limit: 6, reason: 'INC-4471: the layer with the fonts is back', apply: true },
    'olga',
  );
  const running = replays.find(earlier.replayId);
  for (let looks = 0; running && looks < 12; looks += 1) replays.look(running);
  const discard = replays.start(
    { action: 'discard', filter: { source: 'subscription' }, limit: 1, reason: 'The warehouse knows of them', apply: true },
    'otto',
  );
  const discarding = replays.find(discard.replayId);
  for (let looks = 0; discarding && looks < 8; looks += 1) replays.look(discarding);
  replays.stillBroken.add('event-too-large');
}
