import { expect, test } from 'vitest';
import { base64Url, fakeToken } from '../testing/tokens.ts';
import { readClaims } from './claims.ts';
import { mayOrder, type Role, roleOf, seesEverybody } from './role.ts';

test.each([
  ['customer', true, false],
  ['admin', true, true],
  ['ops', false, false],
] satisfies [Role, boolean, boolean][])(
  'a token of %s says what its holder may do',
  (role, orders, everybody) => {
    const claims = readClaims(fakeToken('Leonie Köhler', role));
    if (claims === undefined) throw new Error('no claims');
    expect(claims.subject).toBe('Leonie Köhler');
    expect(roleOf(claims.scopes)).toBe(role);
    expect(mayOrder(claims)).toBe(orders);
    expect(seesEverybody(claims)).toBe(everybody);
  },
);

test('scopes as Amazon Cognito writes them are the same scopes', () => {
  const payload = base64Url({ sub: 'ada', scope: 'order-api/orders:read other/orders:admin' });
  expect(readClaims(`e30.${payload}.c2ln`)?.scopes).toEqual(new Set(['orders:read']));
});

test.each(['', 'opaque', 'a.b.c', `e30.${base64Url({ scope: 'orders:read' })}.c2ln`])(
  '`%s` is no token that says anything',
  (token) => {
    expect(readClaims(token)).toBeUndefined();
  },
);
