import { TimeZone } from 'aws-cdk-lib/core';
import type { Profile } from '../profile.ts';
import { THOUSAND_USERS } from './thousand-users.ts';

/**
 * The same thousand, in an environment of their size. Instances are kept warm while people order, and two of
 * them, for some hundred requests an hour; `prod` is made for thirty orders a second. Tokens come from an
 * issuer that the company has anyway. Everything else of production stays.
 */
export const THOUSAND_USERS_LEAN: Profile = {
  ...THOUSAND_USERS,
  name: '1,000 users, two warm at peak hours, own issuer',
  changes: {
    warmOrderApi: {
      always: 0,
      peak: 2,
      peakStarts: 7,
      peakEnds: 20,
      peakDays: 'MON-FRI',
      timeZone: TimeZone.EUROPE_BERLIN,
    },
    tokens: { issuer: 'https://login.example.com', audiences: ['orders'] },
  },
};
