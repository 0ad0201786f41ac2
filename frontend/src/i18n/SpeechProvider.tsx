import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import type { Messages } from './en.ts';
import { type Language, loadMessages, localeFor, rememberLanguage, SpeechContext } from './language.ts';

/** Gives everything below it words, and lets it change the language. */
export function SpeechProvider(props: {
  readonly initial: { readonly language: Language; readonly messages: Messages };
  readonly children: ReactNode;
}) {
  const [{ language, messages }, setSpoken] = useState(props.initial);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speak = useCallback(async (wanted: Language) => {
    rememberLanguage(wanted);
    setSpoken({ language: wanted, messages: await loadMessages(wanted) });
  }, []);
  const speech = useMemo(
    () => ({ language, locale: localeFor(language), t: messages, speak }),
    [language, messages, speak],
  );
  return <SpeechContext value={speech}>{props.children}</SpeechContext>;
}
