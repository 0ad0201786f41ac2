import { useState } from 'react';
import { LANGUAGES, useSpeech } from '../i18n/language.ts';
import { applyTheme, chosenTheme, THEMES } from '../theme.ts';

const select =
  'rounded-lg border border-line bg-card px-2 py-1.5 text-sm text-muted hover:text-ink';

/** Language and theme. */
export function Preferences() {
  const { t, language, speak } = useSpeech();
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <div className="flex gap-2">
      <select
        aria-label={t.language}
        value={language}
        className={select}
        onChange={(event) => {
          const chosen = LANGUAGES.find(({ code }) => code === event.target.value);
          if (chosen) speak(chosen.code);
        }}
      >
        {LANGUAGES.map(({ code, name }) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
      <select
        aria-label={t.theme.label}
        value={theme}
        className={select}
        onChange={(event) => {
          const chosen = THEMES.find((theme) => theme === event.target.value);
          if (chosen === undefined) return;
          setTheme(chosen);
          applyTheme(chosen);
        }}
      >
        {THEMES.map((theme) => (
          <option key={theme} value={theme}>
            {t.theme[theme]}
          </option>
        ))}
      </select>
    </div>
  );
}
