/**
 * Signing in by OpenID Connect: authorization code with PKCE. Tokens live in this tab's session
 * storage, so they are gone with the tab.
 *
 * The library is loaded when somebody leaves for the issuer, comes back from it, or has to renew: who
 * is signed in and opens a page does without.
 */
import type { OidcClient, SigninResponse } from 'oidc-client-ts';
import { z } from 'zod/mini';
import type { Settings } from '../settings.ts';

const signedInSchema = z.object({
  accessToken: z.string(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
  /** What it is renewed with, if the issuer gave us that. */
  refreshToken: z.optional(z.string()),
  /** Who it is: a renewal has to be of the same person. */
  idToken: z.optional(z.string()),
});

export type SignedIn = Readonly<z.infer<typeof signedInSchema>>;

export class SignIn {
  readonly #settings: Settings;
  /** A token of another issuer is none of ours. */
  readonly #key: string;
  #loading: Promise<OidcClient> | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#key = `session:${settings.issuer}`;
  }

  /** Whoever is signed in. The redirect back from the issuer is taken up here. */
  async resume(): Promise<{ user: SignedIn | undefined; returnTo: string | undefined }> {
    const answer = new URLSearchParams(window.location.search);
    if (answer.has('state') && (answer.has('code') || answer.has('error'))) {
      const client = await this.#client();
      const response = await client.processSigninResponse(window.location.href);
      const returnTo = typeof response.userState === 'string' ? response.userState : '/';
      return { user: this.#remember(response), returnTo };
    }
    const user = this.#remembered();
    const isOver = user === undefined || user.expiresAt <= Date.now();
    return { user: isOver ? undefined : user, returnTo: undefined };
  }

  /** Leaves the page for the issuer's; it comes back to `returnTo`. */
  async start(returnTo: string): Promise<void> {
    const client = await this.#client();
    const { url } = await client.createSigninRequest({ state: returnTo });
    window.location.assign(url);
  }

  /** A fresh token, if the issuer gave us something to renew it with. */
  async renew(): Promise<SignedIn | undefined> {
    const { refreshToken, idToken } = this.#remembered() ?? {};
    if (refreshToken === undefined) return undefined;
    try {
      const client = await this.#client();
      const response = await client.useRefreshToken({
        state: {
          refresh_token: refreshToken,
          session_state: null,
          // What stands in for claims where there is no ID token. Nobody reads them.
          profile: { iss: this.#settings.issuer, sub: '', aud: '', exp: 0, iat: 0 },
          ...(idToken !== undefined && { id_token: idToken }),
        },
      });
      // An issuer that gives no new one goes on with the old.
      response.refresh_token ??= refreshToken;
      return this.#remember(response);
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
    const client = await this.#client().catch(() => undefined);
    const endpoint = await client?.metadataService.getEndSessionEndpoint().catch(() => undefined);
    if (endpoint === undefined) return;
    window.location.assign(signOutUrl(endpoint, this.#settings.clientId));
  }

  #remember(response: SigninResponse): SignedIn {
    const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = response;
    const seconds = response.expires_at ?? Math.floor(Date.now() / 1_000) + 3_600;
    const signedIn = {
      accessToken,
      expiresAt: seconds * 1_000,
      ...(refreshToken && { refreshToken }),
      ...(idToken && { idToken }),
    };
    window.sessionStorage.setItem(this.#key, JSON.stringify(signedIn));
    return signedIn;
  }

  #remembered(): SignedIn | undefined {
    const kept: unknown = JSON.parse(window.sessionStorage.getItem(this.#key) ?? 'null');
    return signedInSchema.safeParse(kept).data;
  }

  #client(): Promise<OidcClient> {
    this.#loading ??= loadClient(this.#settings);
    // The network may be back at the next attempt.
    this.#loading.catch(() => (this.#loading = undefined));
    return this.#loading;
  }
}

async function loadClient(settings: Settings): Promise<OidcClient> {
  const { openClient } = await import('./openClient.ts');
  return openClient(settings);
}

/** By OpenID Connect RP-Initiated Logout, and in the words of Amazon Cognito. */
export function signOutUrl(endpoint: string, clientId: string): string {
  const url = new URL(endpoint);
  url.searchParams.set('client_id', clientId);
  url.searchParams.set('post_logout_redirect_uri', window.location.origin);
  url.searchParams.set('logout_uri', window.location.origin);
  return url.href;
}
