import type { Profile } from '../profile.ts';

/** A thousand customers with two orders a month each, in the second year. */
export const THOUSAND_USERS: Profile = {
  name: '1,000 users',
  environment: 'prod',
  target: 30,
  orders: 2_000,
  stepsPerOrder: 4,
  documentsPerOrder: 2,
  readsPerOrder: 10,
  unchangedReads: 0.5,
  monthsKept: 24,
  emailsPerOrder: 5,
  busyHours: 1,
  troubledHours: 0.05,
};
