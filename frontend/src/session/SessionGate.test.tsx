import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test, vi } from 'vitest';
import { readSettings } from '../settings.ts';
import { fakeApi } from '../testing/fakeApi.ts';
import { API_URL } from '../testing/openConsole.tsx';
import { server } from '../testing/server.ts';
import { base64Url, fakeToken } from '../testing/tokens.ts';
import { SessionGate } from './SessionGate.tsx';
import { SignIn } from './signIn.ts';

const ISSUER = 'https://issuer.test';

const settings = readSettings({
  apiUrl: API_URL,
  issuer: ISSUER,
  clientId: 'console',
  local: false,
});

/** An issuer that gives out a token that lives for so many seconds. */
function issue(expiresIn: number) {
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
      exchanged.push(new URLSearchParams(await request.text()));
      return HttpResponse.json({
        access_token: fakeToken('customer', 'ada'),
        id_token: `e30.${base64Url(identity)}.c2ln`,
        token_type: 'Bearer',
        expires_in: expiresIn,
      });
    }),
  );
  return exchanged;
}

function open() {
  const signIn = new SignIn(settings);
  return render(<SessionGate settings={settings} signIn={signIn} resumed={signIn.resume()} />);
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
async function comeBack(returnTo: string): Promise<void> {
  const { UserManager } = await import('oidc-client-ts');
  const asked: string[] = [];
  const navigate = vi.spyOn(UserManager.prototype, 'signinRedirect');
  navigate.mockImplementation(async function (this: InstanceType<typeof UserManager>, args) {
    const client = Reflect.get(this, '_client');
    const request = await client.createSigninRequest({ ...args, request_type: 'si:r' });
    asked.push(request.url);
  });
  await new SignIn(settings).start(returnTo);
  navigate.mockRestore();
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
  expect(sessionStorage.length).toBe(0);
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
