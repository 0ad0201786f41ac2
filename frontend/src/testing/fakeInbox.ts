/** What `/inbox` answers: what is newer than the message `after`, or everything. */
import type { Message } from '../api/inbox.ts';

export function inboxAfter(messages: readonly Message[], after: string | null) {
  const known = messages.findIndex(({ id }) => id === after);
  return known === -1 ? { messages } : { after, messages: messages.slice(0, known) };
}
