import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadMessages, preferredLanguage } from './i18n/language.ts';
import { SpeechProvider } from './i18n/SpeechProvider.tsx';
import { SessionGate } from './session/SessionGate.tsx';
import { SignIn } from './session/signIn.ts';
import { loadSettings } from './settings.ts';
import { Misconfigured } from './shell/Misconfigured.tsx';
import './styles.css';
import { applyTheme, chosenTheme } from './theme.ts';

applyTheme(chosenTheme());
const language = preferredLanguage();
const [messages, start] = await Promise.all([loadMessages(language), begin()]);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id `root`');
createRoot(root).render(
  <StrictMode>
    <SpeechProvider initial={{ language, messages }}>{start}</SpeechProvider>
  </StrictMode>,
);

async function begin() {
  try {
    const settings = await loadSettings();
    const signIn = new SignIn(settings);
    // Once, and not in a component: the code from the issuer works a single time.
    const resumed = signIn.resume();
    return <SessionGate settings={settings} signIn={signIn} resumed={resumed} />;
  } catch (error) {
    return <Misconfigured error={error} />;
  }
}
