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

const inboxSchema = z.object({
  /** Of the message that these are newer than; without it they are all that there are. */
  after: z.optional(z.string()),
  /** Newest first. */
  messages: z.array(messageSchema),
});

export type Message = z.infer<typeof messageSchema>;

const inboxKey = ['inbox'];
const INBOX_POLL_MS = 2_000;

export const inboxQuery = queryOptions({
  queryKey: inboxKey,
  queryFn: async ({ signal, client }): Promise<readonly Message[]> => {
    const known = client.getQueryData<readonly Message[]>(inboxKey) ?? [];
    const newest = known[0]?.id;
    const url = new URL('/inbox', window.location.origin);
    if (newest !== undefined) url.searchParams.set('after', newest);
    let response: Response;
    try {
      response = await fetch(url, { signal });
    } catch (cause) {
      throw new NoAnswer(cause);
    }
    if (!response.ok) throw new Refused(response, undefined);
    const { after, messages } = inboxSchema.parse(await response.json());
    // Another stack does not know what was sent by the one before it.
    return after === undefined ? messages : [...messages, ...known];
  },
  refetchInterval: INBOX_POLL_MS,
});
