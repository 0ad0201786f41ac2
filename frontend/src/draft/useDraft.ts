/** The draft of whoever is signed in: restored when the page opens, kept while it is typed. */
import { useEffect, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useSpeech } from '../i18n/language.ts';
import { forget, keep, keptKey, restore } from '../session/kept.ts';
import { useSession } from '../session/session.ts';
import { resolver } from './resolver.ts';
import { freshDraft, isUntouched, storedDraft } from './storedDraft.ts';

const KEEP_AFTER_MS = 250;

export function useDraft() {
  const place = keptKey(useSession().claims.subject, 'draft');
  const { language } = useSpeech();
  const [{ stored, wasRestored }] = useState(() => {
    const restored = restore(place, storedDraft);
    return {
      stored: restored ?? freshDraft(language),
      wasRestored: restored !== undefined && !isUntouched(restored.values),
    };
  });
  const draft = useRef(stored);
  const form = useForm({ defaultValues: stored.values, resolver, shouldFocusError: false });

  const { subscribe, getValues, reset } = form;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keepNow = () => {
      clearTimeout(timer);
      timer = undefined;
      const { values, unanswered } = draft.current;
      if (isUntouched(values) && unanswered.length === 0) forget(place);
      else keep(place, draft.current);
    };
    const stop = subscribe({
      formState: { values: true },
      callback: () => {
        draft.current = { ...draft.current, values: structuredClone(getValues()) };
        clearTimeout(timer);
        timer = setTimeout(keepNow, KEEP_AFTER_MS);
      },
    });
    // Whoever closes the page at once loses nothing either.
    const keepPending = () => {
      if (timer !== undefined) keepNow();
    };
    window.addEventListener('pagehide', keepPending);
    return () => {
      stop();
      keepPending();
      window.removeEventListener('pagehide', keepPending);
    };
  }, [subscribe, getValues, place]);

  return {
    form,
    wasRestored,
    /** For the next attempt to place what is typed. */
    current: () => draft.current,
    /** `body` was sent, and nobody knows what became of it. */
    sentUnanswered(body: string) {
      const unanswered = [...new Set([...draft.current.unanswered, body])];
      draft.current = { ...draft.current, unanswered };
      keep(place, draft.current);
    },
    /** Whatever became of the old key, what is typed is now another order. */
    renewKey() {
      const { values } = draft.current;
      draft.current = { ...freshDraft(language), values };
      keep(place, draft.current);
    },
    /** Starts from nothing. */
    discard() {
      draft.current = freshDraft(language);
      reset(draft.current.values);
      forget(place);
    },
  };
}
