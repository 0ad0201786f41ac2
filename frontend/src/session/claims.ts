/**
 * What an access token says. The API verifies it; here it only decides what is worth showing.
 */
import { z } from 'zod/mini';

export type Scope = 'orders:read' | 'orders:write' | 'orders:admin' | 'ops:replay';

const SCOPES: readonly Scope[] = ['orders:read', 'orders:write', 'orders:admin', 'ops:replay'];

/** How Amazon Cognito writes our resource server before each scope. */
const RESOURCE_SERVER = 'order-api/';

const claimsSchema = z.object({
  sub: z.string(),
  scope: z._default(z.string(), ''),
});

export interface Claims {
  readonly subject: string;
  readonly scopes: ReadonlySet<Scope>;
}

export function readClaims(accessToken: string): Claims | undefined {
  const claims = claimsSchema.safeParse(decodePayload(accessToken));
  if (!claims.success) return undefined;
  const named = claims.data.scope
    .split(' ')
    .map((name) => (name.startsWith(RESOURCE_SERVER) ? name.slice(RESOURCE_SERVER.length) : name));
  return {
    subject: claims.data.sub,
    scopes: new Set(SCOPES.filter((scope) => named.includes(scope))),
  };
}

function decodePayload(token: string): unknown {
  const payload = token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/');
  if (payload === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
