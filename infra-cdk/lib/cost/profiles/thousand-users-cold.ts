import type { Profile } from '../profile.ts';
import { THOUSAND_USERS } from './thousand-users.ts';

/**
 * The same thousand, with no instance kept warm: the first request after a pause waits until order-api
 * has started. Tokens come from an issuer that the company has anyway. Everything else of production stays.
 */
export const THOUSAND_USERS_COLD: Profile = {
  ...THOUSAND_USERS,
  name: '1,000 users, none warm, own issuer',
  changes: {
    warmOrderApi: undefined,
    tokens: { issuer: 'https://login.example.com', audiences: ['orders'] },
  },
};
