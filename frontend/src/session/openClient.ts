/** The library that speaks with the issuer: a chunk of its own, loaded by `signIn.ts` when needed. */
import { OidcClient, WebStorageStateStore } from 'oidc-client-ts';
import type { Settings } from '../settings.ts';

// The library's `UserManager` can do it all, in frames and windows too, and weighs twice as much.
export function openClient({ issuer, clientId, scope }: Settings): OidcClient {
  return new OidcClient({
    authority: issuer,
    client_id: clientId,
    // Issuers compare the text, and the console is registered by its origin.
    redirect_uri: window.location.origin,
    scope,
    stateStore: new WebStorageStateStore({ store: window.sessionStorage }),
  });
}
