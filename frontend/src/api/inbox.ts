/** What the stack on this machine would have sent: e-mails and texts. */
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod/mini';
import { NoAnswer, Refused } from './failure.ts';

const messageSchema = z.object({
  id: z.string(),
  kind: z.enum(['email', 'sms']),
  to: z.string(),
  subject: z.optional(z.nullable(z.string())),
  body: z.string(),
  at: z.string(),
  orderId: z.optional(z.nullable(z.string())),
  eventId: z.optional(z.nullable(z.string())),
  status: z.optional(z.nullable(z.string())),
});

const inboxSchema = z.object({ messages: z.array(messageSchema) });

export type Message = z.infer<typeof messageSchema>;

const INBOX_POLL_MS = 2_000;

export const inboxQuery = queryOptions({
  queryKey: ['inbox'],
  queryFn: async ({ signal }): Promise<readonly Message[]> => {
    let response: Response;
    try {
      response = await fetch(new URL('/inbox', window.location.origin), { signal });
    } catch (cause) {
      throw new NoAnswer(cause);
    }
    if (!response.ok) throw new Refused(response, undefined);
    return inboxSchema.parse(await response.json()).messages;
  },
  refetchInterval: INBOX_POLL_MS,
});
