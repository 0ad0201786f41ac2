/** The library that speaks with the issuer: a chunk of its own, loaded by `signIn.ts` when needed. */
import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { Settings } from '../settings.ts';

export function openManager({ issuer, clientId, scope }: Settings): UserManager {
  const store = new WebStorageStateStore({ store: window.sessionStorage });
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    // Issuers compare the text, and the console is registered by its origin.
    redirect_uri: window.location.origin,
    scope,
    userStore: store,
    stateStore: store,
    // Without a refresh token it would take a hidden frame, which the security policy forbids.
    automaticSilentRenew: false,
    monitorSession: false,
  });
}
