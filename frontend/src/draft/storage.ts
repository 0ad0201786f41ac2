/**
 * The draft as this browser keeps it, one for each person: nothing that was typed is lost by a
 * reload, and a request that was sent keeps its key.
 */
import { z } from 'zod/mini';
import { type DraftValues, draftValues, emptyDraft } from './values.ts';

const storedDraft = z.object({
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

const nameFor = (subject: string) => `draft:${subject}`;

export function restoreDraft(subject: string): StoredDraft | undefined {
  const text = localStorage.getItem(nameFor(subject));
  if (text === null) return undefined;
  try {
    // A draft that an older console has written is not worth a crash.
    return storedDraft.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Where the browser keeps nothing, a draft lives as long as its page. */
export function keepDraft(subject: string, draft: StoredDraft): void {
  try {
    localStorage.setItem(nameFor(subject), JSON.stringify(draft));
  } catch {
    // Full or forbidden.
  }
}

export function forgetDraft(subject: string): void {
  localStorage.removeItem(nameFor(subject));
}

export function isUntouched(values: DraftValues): boolean {
  return JSON.stringify(values) === JSON.stringify(emptyDraft(values.locale));
}
