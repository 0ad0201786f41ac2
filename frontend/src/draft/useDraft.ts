/** The draft of whoever is signed in: restored when the page opens, kept while it is typed. */
import { useEffect, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useSpeech } from '../i18n/language.ts';
import { useSession } from '../session/session.ts';
import { resolver } from './resolver.ts';
import { forgetDraft, freshDraft, isUntouched, keepDraft, restoreDraft } from './storage.ts';

const KEEP_AFTER_MS = 250;

export function useDraft() {
  const { subject } = useSession().claims;
  const { language } = useSpeech();
  const [{ stored, wasRestored }] = useState(() => {
    const restored = restoreDraft(subject);
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
    const keep = () => {
      clearTimeout(timer);
      timer = undefined;
      const { values, unanswered } = draft.current;
      if (isUntouched(values) && unanswered.length === 0) forgetDraft(subject);
      else keepDraft(subject, draft.current);
    };
    const stop = subscribe({
      formState: { values: true },
      callback: () => {
        draft.current = { ...draft.current, values: structuredClone(getValues()) };
        clearTimeout(timer);
        timer = setTimeout(keep, KEEP_AFTER_MS);
      },
    });
    // Whoever closes the page at once loses nothing either.
    const keepPending = () => {
      if (timer !== undefined) keep();
    };
    window.addEventListener('pagehide', keepPending);
    return () => {
      stop();
      keepPending();
      window.removeEventListener('pagehide', keepPending);
    };
  }, [subscribe, getValues, subject]);

  return {
    form,
    wasRestored,
    /** For the next attempt to place what is typed. */
    current: () => draft.current,
    /** `body` was sent, and nobody knows what became of it. */
    sentUnanswered(body: string) {
      const unanswered = [...new Set([...draft.current.unanswered, body])];
      draft.current = { ...draft.current, unanswered };
      keepDraft(subject, draft.current);
    },
    /** Whatever became of the old key, what is typed is now another order. */
    renewKey() {
      const { values } = draft.current;
      draft.current = { ...freshDraft(language), values };
      keepDraft(subject, draft.current);
    },
    /** Starts from nothing. */
    discard() {
      draft.current = freshDraft(language);
      reset(draft.current.values);
      forgetDraft(subject);
    },
  };
}
