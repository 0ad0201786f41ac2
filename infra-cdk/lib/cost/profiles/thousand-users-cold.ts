import type { Profile } from '../profile.ts';
import { THOUSAND_USERS } from './thousand-users.ts';

/**
 * The same thousand, with no instance kept warm: the first request after a pause waits until order-api
 * has started. Everything else of production stays.
 */
export const THOUSAND_USERS_COLD: Profile = {
  ...THOUSAND_USERS,
  name: '1,000 users, none warm',
  changes: { warmOrderApi: undefined },
};
