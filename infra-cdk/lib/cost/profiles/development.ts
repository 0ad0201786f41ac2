import type { Profile } from '../profile.ts';

/** Developers who try things out on working days. */
export const DEVELOPMENT: Profile = {
  name: 'development',
  environment: 'dev',
  target: 5,
  orders: 500,
  stepsPerOrder: 4,
  documentsPerOrder: 2,
  readsPerOrder: 10,
  unchangedReads: 0.5,
  monthsKept: 3,
  emailsPerOrder: 0,
  busyHours: (8 * 22) / 730,
  troubledHours: 0.05,
};
