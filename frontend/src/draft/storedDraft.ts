/** The draft as this browser keeps it: what was typed, and the key that a request was sent with. */
import { z } from 'zod/mini';
import { type DraftValues, draftValues, emptyDraft } from './values.ts';

export const storedDraft = z.object({
  /** The same for every attempt to place this draft, so that it is placed once. */
  key: z.string().check(z.minLength(1)),
  values: draftValues,
  /** Bodies that were sent with the key and never answered: one of them may have been done. */
  unanswered: z.array(z.string()),
});

export type StoredDraft = z.infer<typeof storedDraft>;

export function freshDraft(locale: string): StoredDraft {
  return { key: crypto.randomUUID(), values: emptyDraft(locale), unanswered: [] };
}

export function isUntouched(values: DraftValues): boolean {
  return JSON.stringify(values) === JSON.stringify(emptyDraft(values.locale));
}
