import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test, vi } from 'vitest';
import { en } from '../i18n/en.ts';
import { SpeechProvider } from '../i18n/SpeechProvider.tsx';
import { readSettings } from '../settings.ts';
import { fakeApi } from '../testing/fakeApi.ts';
import { API_URL } from '../testing/openConsole.tsx';
import { server } from '../testing/server.ts';
import { base64Url, fakeToken } from '../testing/tokens.ts';
import { SessionGate } from './SessionGate.tsx';
import { SignIn, signOutUrl } from './signIn.ts';

const ISSUER = 'https://issuer.test';

const settings = readSettings({
  apiUrl: API_URL,
  issuer: ISSUER,
  clientId: 'console',
  local: false,
});

/** An issuer that gives out a token that lives for so many seconds. */
function issue(
  expiresIn: number,
  more: { readonly idToken?: false; readonly refreshToken?: string; readonly renewedFor?: string } = {},
) {
  const exchanged: URLSearchParams[] = [];
  const now = Math.floor(Date.now() / 1_000);
  const identity = { iss: ISSUER, sub: 'ada', aud: 'console', iat: now, exp: now + expiresIn };
  server.use(
    ...fakeApi({ baseUrl: API_URL }).handlers,
    http.get(`${ISSUER}/.well-known/openid-configuration`, () =>
      HttpResponse.json({
        issuer: ISSUER,
        authorization_endpoint: `${ISSUER}/authorize`,
        token_endpoint: `${ISSUER}/token`,
      }),
    ),
    http.post(`${ISSUER}/token`, async ({ request }) => {
      const asked = new URLSearchParams(await request.text());
      exchanged.push(asked);
      const isRenewal = asked.get('grant_type') === 'refresh_token';
      const sub = isRenewal ? (more.renewedFor ?? 'ada') : 'ada';
      return HttpResponse.json({
        access_token: fakeToken(sub, 'customer'),
        ...(more.idToken !== false && { id_token: `e30.${base64Url({ ...identity, sub })}.c2ln` }),
        ...(more.refreshToken && !isRenewal && { refresh_token: more.refreshToken }),
        token_type: 'Bearer',
        expires_in: expiresIn,
      });
    }),
  );
  return exchanged;
}

function open(withSettings = settings) {
  const signIn = new SignIn(withSettings);
  return render(
    <SpeechProvider initial={{ language: 'en', messages: en }}>
      <SessionGate settings={withSettings} signIn={signIn} resumed={signIn.resume()} />
    </SpeechProvider>,
  );
}

/** Presses the button, and tells where the browser is sent. */
async function startSignIn(): Promise<URL> {
  const sent = vi.spyOn(SignIn.prototype, 'start');
  const addresses: string[] = [];
  sent.mockImplementation(async (returnTo) => void addresses.push(returnTo));
  await userEvent.click(await screen.findByRole('button', { name: 'Sign in' }));
  await waitFor(() => expect(addresses).toHaveLength(1));
  sent.mockRestore();
  return new URL(addresses[0] ?? '', 'http://localhost:5173');
}

/** Leaves for the issuer and comes back with a code, as the browser would. */
async function comeBack(returnTo: string, withSettings = settings): Promise<void> {
  const { OidcClient } = await import('oidc-client-ts');
  const create = OidcClient.prototype.createSigninRequest;
  const asked: string[] = [];
  const leave = vi.spyOn(OidcClient.prototype, 'createSigninRequest');
  leave.mockImplementation(async function (this: InstanceType<typeof OidcClient>, args) {
    const request = await create.call(this, args);
    asked.push(request.url);
    // jsdom can't leave its page.
    return { url: '#', state: request.state };
  });
  await new SignIn(withSettings).start(returnTo);
  leave.mockRestore();
  const query = new URL(asked[0] ?? '').searchParams;
  expect(query.get('code_challenge_method')).toBe('S256');
  expect(query.get('redirect_uri')).toBe('http://localhost:5173');
  expect(query.get('scope')).toContain('orders:read');
  window.history.replaceState(null, '', `/?code=c0de&state=${query.get('state')}`);
}

test('who is not signed in is asked to, and comes back to where they were', async () => {
  window.history.replaceState(null, '', '/orders?status=PAID');
  issue(3_600);
  open();
  const returnTo = await startSignIn();
  expect(returnTo.pathname + returnTo.search).toBe('/orders?status=PAID');
});

test('the code is exchanged once, with the verifier, and the page is the one asked for', async () => {
  const exchanged = issue(3_600);
  await comeBack('/orders');
  open();
  await screen.findByRole('heading', { name: 'Orders' });
  expect(window.location.pathname + window.location.search).toBe('/orders');
  expect(exchanged).toHaveLength(1);
  expect(exchanged[0]?.get('code')).toBe('c0de');
  expect(exchanged[0]?.get('code_verifier')?.length).toBeGreaterThanOrEqual(43);
  screen.getByText('ada');
});

test('who has signed in stays so after a reload, and signs out', async () => {
  issue(3_600);
  await comeBack('/');
  const first = open();
  await screen.findByRole('heading', { name: 'Overview' });
  first.unmount();

  open();
  await screen.findByRole('heading', { name: 'Overview' });
  await userEvent.click(screen.getByRole('button', { name: 'Sign out' }));
  await screen.findByRole('button', { name: 'Sign in' });
  await waitFor(() => expect(sessionStorage.length).toBe(0));
});

test('an issuer without ID tokens will do, as Amazon Cognito is without the scope `openid`', async () => {
  const cognito = { ...settings, scope: 'order-api/orders:read order-api/orders:write' };
  issue(3_600, { idToken: false });
  await comeBack('/', cognito);
  open(cognito);
  await screen.findByRole('heading', { name: 'Overview' });
});

test('signing out at the issuer leads back here', () => {
  const url = new URL(signOutUrl('https://issuer.test/logout?a=b', 'console'));
  expect(Object.fromEntries(url.searchParams)).toEqual({
    a: 'b',
    client_id: 'console',
    post_logout_redirect_uri: 'http://localhost:5173',
    logout_uri: 'http://localhost:5173',
  });
});

test('an answer that nobody asked for signs nobody in', async () => {
  issue(3_600);
  window.history.replaceState(null, '', '/?code=stolen&state=forged');
  open();
  await screen.findByText('You could not be signed in');
  expect(window.location.search).toBe('');
});

test('a session that has ended says so', async () => {
  issue(61);
  await comeBack('/');
  open();
  await screen.findByText('Your session has ended');
});

test('a session is renewed before it ends, again and again with what the issuer gave once', async () => {
  const exchanged = issue(61, { refreshToken: 'renew-me' });
  await comeBack('/orders');
  open();
  await screen.findByRole('heading', { name: 'Orders' });
  await waitFor(() => expect(exchanged.length).toBeGreaterThanOrEqual(3), { timeout: 5_000 });
  const renewals = exchanged.slice(1).map((asked) => [asked.get('grant_type'), asked.get('refresh_token')]);
  expect(new Set(renewals.map(String))).toEqual(new Set(['refresh_token,renew-me']));
  screen.getByRole('heading', { name: 'Orders' });
});

test('without ID tokens it is renewed all the same', async () => {
  const exchanged = issue(61, { refreshToken: 'renew-me', idToken: false });
  const cognito = { ...settings, scope: 'order-api/orders:read' };
  await comeBack('/orders', cognito);
  open(cognito);
  await screen.findByRole('heading', { name: 'Orders' });
  await waitFor(() => expect(exchanged.length).toBeGreaterThanOrEqual(2), { timeout: 5_000 });
  screen.getByRole('heading', { name: 'Orders' });
});

test('a renewal for somebody else is none', async () => {
  issue(61, { refreshToken: 'renew-me', renewedFor: 'eve' });
  await comeBack('/orders');
  open();
  await screen.findByText('Your session has ended');
});
