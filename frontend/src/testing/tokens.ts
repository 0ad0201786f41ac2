/** Access tokens as far as the console reads them; nobody verifies these. */
import type { Role } from '../session/role.ts';

const scopes = {
  customer: 'orders:read orders:write',
  admin: 'orders:read orders:write orders:admin',
  ops: 'orders:read ops:replay',
} satisfies Record<Role, string>;

export function fakeToken(subject: string, ...roles: readonly Role[]): string {
  const scope = roles.map((role) => scopes[role]).join(' ');
  return `e30.${base64Url({ sub: subject, scope })}.c2ln`;
}

export function base64Url(claims: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
