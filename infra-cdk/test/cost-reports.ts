/** The cost of each profile, with stubs in the place of compiled functions. */
import { inventoryOf } from '../lib/cost/inventory.ts';
import { DEVELOPMENT } from '../lib/cost/profiles/development.ts';
import { TEN_THOUSAND_USERS } from '../lib/cost/profiles/ten-thousand-users.ts';
import { THOUSAND_USERS_LEAN } from '../lib/cost/profiles/thousand-users-lean.ts';
import { THOUSAND_USERS } from '../lib/cost/profiles/thousand-users.ts';
import { type CostReport, costReport } from '../lib/cost/report.ts';
import { synthesize, templatesOf } from './synthesized.ts';

export const PROFILES = [
  DEVELOPMENT,
  THOUSAND_USERS,
  THOUSAND_USERS_LEAN,
  TEN_THOUSAND_USERS,
];

export function costReports(): CostReport[] {
  return PROFILES.map((profile) =>
    costReport(profile, inventoryOf(templatesOf(synthesize(profile.environment, profile.changes)))),
  );
}
