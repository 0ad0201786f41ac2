/** Who one is here, by what one may do. */
import type { Claims, Scope } from './claims.ts';

export type Role = 'customer' | 'admin' | 'ops';

export function roleOf(scopes: ReadonlySet<Scope>): Role {
  if (scopes.has('orders:admin')) return 'admin';
  return scopes.has('ops:replay') ? 'ops' : 'customer';
}

export function mayOrder({ scopes }: Claims): boolean {
  return scopes.has('orders:write') || scopes.has('orders:admin');
}

/** Who only looks after dead letters places no orders, and is not shown those of others. */
export function hasOrders(claims: Claims): boolean {
  return mayOrder(claims) || !mayReplay(claims);
}

export function seesEverybody({ scopes }: Claims): boolean {
  return scopes.has('orders:admin');
}

export function mayReplay({ scopes }: Claims): boolean {
  return scopes.has('ops:replay');
}
