/** The filters of dead letters, as the address of a page says them. */
import { z } from 'zod/mini';
import { given } from '../api/deadLetters.ts';
import { STATUSES } from '../ui/StatusBadge.tsx';
import type { ReplayAction, ReplayFilter, Source } from './types.ts';
import { VERDICTS } from './verdicts.ts';

export const SOURCES: readonly Source[] = ['status-changes', 'stream-failures', 'subscription'];
const ACTIONS: readonly ReplayAction[] = ['replay', 'discard'];

/** What somebody typed into the address and makes no sense is left out. */
function lenient<T extends z.core.SomeType>(schema: T) {
  return z.catch(z.optional(schema), undefined);
}

// An address turns what looks like a number into one.
const text = z.pipe(
  z.union([z.string(), z.number()]),
  z.transform((value) => String(value)),
);
const filled = text.check(z.minLength(1), z.maxLength(500));
const count = z.int().check(z.positive());
const source = z.enum(SOURCES);

/** A JSON pointer, and the value that the payload has there. */
export const WHERE = /^(\/[^=]*)=(.*)$/s;

const filterFields = {
  source: lenient(source),
  code: lenient(filled),
  orderId: lenient(filled),
  status: lenient(z.enum(STATUSES)),
  olderThanSeconds: lenient(count),
  newerThanSeconds: lenient(count),
  minReceiveCount: lenient(count),
  verdict: lenient(z.enum(VERDICTS)),
  where: lenient(z.array(z.string().check(z.regex(WHERE)))),
};

const groupsSchema = z.object({ source: lenient(source), find: lenient(filled) });
const messagesSchema = z.object({ ...filterFields, limit: lenient(count) });
const replaySchema = z.object({
  ...filterFields,
  action: z.catch(z.enum(ACTIONS), 'replay'),
  ids: lenient(z.array(text).check(z.minLength(1))),
});

export type GroupsSearch = Partial<z.infer<typeof groupsSchema>>;
export type MessagesSearch = Partial<z.infer<typeof messagesSchema>>;
export type ReplaySearch = Partial<z.infer<typeof replaySchema>> & { action: ReplayAction };

export const readGroupsSearch = (search: Record<string, unknown>): GroupsSearch =>
  groupsSchema.parse(search);
export const readMessagesSearch = (search: Record<string, unknown>): MessagesSearch =>
  messagesSchema.parse(search);
export const readReplaySearch = (search: Record<string, unknown>): ReplaySearch =>
  replaySchema.parse(search);

/** As the API takes it: only what is filtered by. The verdict stands beside it. */
export function toFilter(search: MessagesSearch & Pick<ReplaySearch, 'ids'>): ReplayFilter {
  const { ids, where } = search;
  const conditions = (where ?? []).flatMap((condition) => {
    const [, pointer, value] = WHERE.exec(condition) ?? [];
    return pointer === undefined || value === undefined ? [] : [{ pointer, value }];
  });
  return {
    ...(ids && { ids }),
    ...given(search),
    ...(conditions.length > 0 && { where: conditions }),
  };
}

export function isFiltered(search: MessagesSearch): boolean {
  return search.verdict !== undefined || Object.keys(toFilter(search)).length > 0;
}
