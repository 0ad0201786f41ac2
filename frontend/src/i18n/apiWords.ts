/** Words for what the API reports, which are only loaded once it has reported something. */
import { useEffect, useState } from 'react';
import type { ApiWords } from './en/api.ts';
import { type Language, useSpeech } from './language.ts';

const catalogues = {
  en: () => import('./en/api.ts').then((module): ApiWords => module.apiWords),
  es: () => import('./es/api.ts').then((module): ApiWords => module.apiWords),
} satisfies Record<Language, () => Promise<ApiWords>>;

interface ApiSpeech {
  readonly faultText: (detail: string) => string;
  readonly problem: ApiWords['problem'];
}

const loaded = new Map<Language, ApiSpeech>();

/** `none` if they can't be loaded: then the API's own words have to do. */
export function useApiWords(): ApiSpeech | 'loading' | 'none' {
  const { language } = useSpeech();
  const [settled, setSettled] = useState<Language>();
  useEffect(() => {
    let isCurrent = true;
    const settle = () => {
      if (isCurrent) setSettled(language);
    };
    if (!loaded.has(language)) load(language).then(settle, settle);
    return () => {
      isCurrent = false;
    };
  }, [language]);
  return loaded.get(language) ?? (settled === language ? 'none' : 'loading');
}

async function load(language: Language): Promise<void> {
  const [{ faultText }, { fault, problem }] = await Promise.all([
    import('./faultText.ts'),
    catalogues[language](),
  ]);
  loaded.set(language, { faultText: (detail) => faultText(detail, fault), problem });
}
