/** Which language the console speaks, and its words. */
import { createContext, useContext } from 'react';
import type { Messages } from './en.ts';

export type Language = 'en' | 'es';

export const LANGUAGES: readonly { readonly code: Language; readonly name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'es', name: 'Español' },
];

const KEY = 'language';

const catalogues = {
  en: () => import('./en.ts').then((module) => module.en),
  es: () => import('./es.ts').then((module) => module.es),
} satisfies Record<Language, () => Promise<Messages>>;

/** The words of `language`, which are loaded when they are first needed. */
export function loadMessages(language: Language): Promise<Messages> {
  return catalogues[language]();
}

/** What was chosen before, else what the browser asks for, else English. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(KEY) ?? '', ...navigator.languages];
  for (const tag of wanted) {
    const known = LANGUAGES.find(({ code }) => tag.toLowerCase().split('-')[0] === code);
    if (known) return known.code;
  }
  return 'en';
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}

/** The browser's own kind of `language`, so that dates and numbers look as people know them. */
export function localeFor(language: Language): string {
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
}

export interface Speech {
  readonly language: Language;
  /** For dates, numbers and names. */
  readonly locale: string;
  readonly t: Messages;
  readonly speak: (language: Language) => void;
}

export const SpeechContext = createContext<Speech | undefined>(undefined);

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === undefined) throw new Error('useSpeech: there is no language here');
  return speech;
}
