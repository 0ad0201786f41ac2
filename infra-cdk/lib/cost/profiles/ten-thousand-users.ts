import type { Profile } from '../profile.ts';
import { THOUSAND_USERS } from './thousand-users.ts';

/** Ten times as many, who do the same. */
export const TEN_THOUSAND_USERS: Profile = {
  ...THOUSAND_USERS,
  name: '10,000 users',
  target: 100,
  orders: 20_000,
};
