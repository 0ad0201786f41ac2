/**
 * Signing in by OpenID Connect: authorization code with PKCE. Tokens live in this tab's session
 * storage, so they are gone with the tab.
 *
 * The library is loaded when somebody leaves for the issuer, comes back from it, or has to renew: who
 * is signed in and opens a page does without.
 */
import type { User, UserManager } from 'oidc-client-ts';
import { z } from 'zod/mini';
import type { Settings } from '../settings.ts';

const signedInSchema = z.object({
  accessToken: z.string(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
});

export type SignedIn = Readonly<z.infer<typeof signedInSchema>>;

export class SignIn {
  readonly #settings: Settings;
  /** A token of another issuer is none of ours. */
  readonly #key: string;
  #loading: Promise<UserManager> | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#key = `session:${settings.issuer}`;
  }

  /** Whoever is signed in. The redirect back from the issuer is taken up here. */
  async resume(): Promise<{ user: SignedIn | undefined; returnTo: string | undefined }> {
    const answer = new URLSearchParams(window.location.search);
    if (answer.has('state') && (answer.has('code') || answer.has('error'))) {
      const manager = await this.#manager();
      const user = await manager.signinRedirectCallback();
      const returnTo = typeof user.state === 'string' ? user.state : '/';
      return { user: this.#remember(user), returnTo };
    }
    return { user: this.#remembered(), returnTo: undefined };
  }

  /** Leaves the page for the issuer's; it comes back to `returnTo`. */
  async start(returnTo: string): Promise<void> {
    const manager = await this.#manager();
    await manager.signinRedirect({ state: returnTo });
  }

  /** A fresh token, if the issuer gave us something to renew it with. */
  async renew(): Promise<SignedIn | undefined> {
    try {
      const manager = await this.#manager();
      const user = await manager.getUser();
      const renewed = user?.refresh_token ? await manager.signinSilent() : null;
      return renewed === null ? undefined : this.#remember(renewed);
    } catch {
      return undefined;
    }
  }

  /** Forgets who was signed in here. */
  forget(): void {
    window.sessionStorage.clear();
  }

  /**
   * Signs out here and, where the issuer remembers people and can be reached, there too: then the
   * page is left.
   */
  async signOut(): Promise<void> {
    this.forget();
    const manager = await this.#manager().catch(() => undefined);
    const endpoint = await manager?.metadataService.getEndSessionEndpoint().catch(() => undefined);
    if (endpoint === undefined) return;
    window.location.assign(signOutUrl(endpoint, this.#settings.clientId));
  }

  #remember(user: User): SignedIn {
    const seconds = user.expires_at ?? Math.floor(Date.now() / 1_000) + 3_600;
    const signedIn = { accessToken: user.access_token, expiresAt: seconds * 1_000 };
    window.sessionStorage.setItem(this.#key, JSON.stringify(signedIn));
    return signedIn;
  }

  #remembered(): SignedIn | undefined {
    const kept: unknown = JSON.parse(window.sessionStorage.getItem(this.#key) ?? 'null');
    const { data } = signedInSchema.safeParse(kept);
    return data !== undefined && data.expiresAt > Date.now() ? data : undefined;
  }

  #manager(): Promise<UserManager> {
    this.#loading ??= loadManager(this.#settings);
    // The network may be back at the next attempt.
    this.#loading.catch(() => (this.#loading = undefined));
    return this.#loading;
  }
}

async function loadManager(settings: Settings): Promise<UserManager> {
  const { openManager } = await import('./openManager.ts');
  return openManager(settings);
}

/** By OpenID Connect RP-Initiated Logout, and in the words of Amazon Cognito. */
export function signOutUrl(endpoint: string, clientId: string): string {
  const url = new URL(endpoint);
  url.searchParams.set('client_id', clientId);
  url.searchParams.set('post_logout_redirect_uri', window.location.origin);
  url.searchParams.set('logout_uri', window.location.origin);
  return url.href;
}
