/** The words for operators, which nobody else has to load. */
import { use } from 'react';
import { type Language, useSpeech } from './language.ts';
import type { OpsMessages } from './opsEn.ts';

const catalogues = {
  en: () => import('./opsEn.ts').then((module) => module.opsEn),
  es: () => import('./opsEs.ts').then((module) => module.opsEs),
} satisfies Record<Language, () => Promise<OpsMessages>>;

const loaded = new Map<Language, Promise<OpsMessages>>();

/** Waits, as for the code of a page, until they are there. */
export function useOpsWords(): OpsMessages {
  const { language } = useSpeech();
  const words = loaded.get(language) ?? catalogues[language]();
  loaded.set(language, words);
  return use(words);
}
