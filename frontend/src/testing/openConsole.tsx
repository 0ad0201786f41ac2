/** Opens the console as somebody who has signed in, with a fake API behind it. */
import { render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse, type RequestHandler } from 'msw';
import type { Message } from '../api/inbox.ts';
import { Console } from '../Console.tsx';
import { en } from '../i18n/en.ts';
import { es } from '../i18n/es.ts';
import type { Language } from '../i18n/language.ts';
import { SpeechProvider } from '../i18n/SpeechProvider.tsx';
import { readClaims } from '../session/claims.ts';
import type { Role } from '../session/role.ts';
import { readSettings } from '../settings.ts';
import { fakeApi } from './fakeApi.ts';
import { inboxAfter } from './fakeInbox.ts';
import { server } from './server.ts';
import { fakeToken } from './tokens.ts';

export const API_URL = 'https://api.test/v1';

interface Options {
  readonly role?: Role;
  /** What else the same person is. */
  readonly also?: readonly Role[];
  readonly subject?: string;
  readonly language?: Language;
  readonly local?: boolean;
  readonly messages?: readonly Message[];
  /** Of a fake that another page of the same test has used. */
  readonly api?: ReturnType<typeof fakeApi>;
  /** What answers in its place. */
  readonly instead?: readonly RequestHandler[];
}

export function openConsole(path: string, options: Options = {}) {
  const { role = 'customer', subject = 'ada', language = 'en', local = true } = options;
  const api = options.api ?? fakeApi({ baseUrl: API_URL });
  const inbox = ({ request }: { request: Request }) => {
    const after = new URL(request.url).searchParams.get('after');
    return HttpResponse.json(inboxAfter(options.messages ?? [], after));
  };
  server.use(...(options.instead ?? []), ...api.handlers, http.get('*/inbox', inbox));
  window.history.replaceState(null, '', path);

  const accessToken = fakeToken(subject, role, ...(options.also ?? []));
  const claims = readClaims(accessToken);
  if (claims === undefined) throw new Error('the fake token has no claims');
  const settings = readSettings({
    apiUrl: API_URL,
    issuer: 'https://issuer.test',
    clientId: 'console',
    local,
  });
  const left: string[] = [];
  const messages = language === 'es' ? es : en;
  const view = render(
    <SpeechProvider initial={{ language, messages }}>
      <Console
        settings={settings}
        session={{
          claims,
          user: { accessToken, expiresAt: Date.now() + 3_600_000 },
          signOut: () => left.push('signed out'),
        }}
        onUnauthorized={() => left.push('unauthorized')}
      />
    </SpeechProvider>,
  );
  return { ...view, api, claims, left, user: userEvent.setup() };
}
