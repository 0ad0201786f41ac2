/**
 * Signing in by OpenID Connect: authorization code with PKCE. Tokens live in this tab's session
 * storage, so they are gone with the tab.
 */
import { type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { Settings } from '../settings.ts';

export interface SignedIn {
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export class SignIn {
  readonly #manager: UserManager;
  readonly #clientId: string;

  constructor(settings: Settings) {
    this.#clientId = settings.clientId;
    const store = new WebStorageStateStore({ store: window.sessionStorage });
    this.#manager = new UserManager({
      authority: settings.issuer,
      client_id: settings.clientId,
      // Issuers compare the text, and the console is registered by its origin.
      redirect_uri: window.location.origin,
      scope: settings.scope,
      userStore: store,
      stateStore: store,
      // Without a refresh token it would take a hidden frame, which the security policy forbids.
      automaticSilentRenew: false,
      monitorSession: false,
    });
  }

  /** Whoever is signed in. The redirect back from the issuer is taken up here. */
  async resume(): Promise<{ user: SignedIn | undefined; returnTo: string | undefined }> {
    const answer = new URLSearchParams(window.location.search);
    if (answer.has('state') && (answer.has('code') || answer.has('error'))) {
      const user = await this.#manager.signinRedirectCallback();
      const returnTo = typeof user.state === 'string' ? user.state : '/';
      return { user: signedIn(user), returnTo };
    }
    const user = await this.#manager.getUser();
    return { user: user === null || user.expired ? undefined : signedIn(user), returnTo: undefined };
  }

  /** Leaves the page for the issuer's; it comes back to `returnTo`. */
  async start(returnTo: string): Promise<void> {
    await this.#manager.signinRedirect({ state: returnTo });
  }

  /** A fresh token, if the issuer gave us something to renew it with. */
  async renew(): Promise<SignedIn | undefined> {
    const user = await this.#manager.getUser();
    if (!user?.refresh_token) return undefined;
    const renewed = await this.#manager.signinSilent().catch(() => null);
    return renewed === null ? undefined : signedIn(renewed);
  }

  /** Forgets who was signed in here. */
  async forget(): Promise<void> {
    await this.#manager.removeUser();
  }

  /** Signs out here and, where the issuer remembers people, there too: then the page is left. */
  async signOut(): Promise<void> {
    await this.forget();
    const endpoint = await this.#manager.metadataService.getEndSessionEndpoint();
    if (endpoint !== undefined) window.location.assign(signOutUrl(endpoint, this.#clientId));
  }
}

/** By OpenID Connect RP-Initiated Logout, and in the words of Amazon Cognito. */
export function signOutUrl(endpoint: string, clientId: string): string {
  const url = new URL(endpoint);
  url.searchParams.set('client_id', clientId);
  url.searchParams.set('post_logout_redirect_uri', window.location.origin);
  url.searchParams.set('logout_uri', window.location.origin);
  return url.href;
}

function signedIn(user: User): SignedIn {
  const seconds = user.expires_at ?? Math.floor(Date.now() / 1_000) + 3_600;
  return { accessToken: user.access_token, expiresAt: seconds * 1_000 };
}
