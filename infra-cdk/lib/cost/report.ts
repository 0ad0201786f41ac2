/** The cost of each profile: before and after what was done about it, and what else could be. */
import type { Inventory } from './inventory.ts';
import { monthlyCost, type ServiceCost, totalOf } from './monthly-cost.ts';
import type { Profile } from './profile.ts';

export interface CostReport {
  readonly profile: Profile;
  readonly services: readonly (ServiceCost & { readonly before: number })[];
  readonly before: number;
  readonly after: number;
  readonly withoutAllowances: number;
  /** The floor: what is paid for if nobody orders anything. */
  readonly forNobody: number;
  /** Dollars that each optimisation takes off, alone. */
  readonly optimisations: Readonly<Record<string, number>>;
  /** Dollars that would come on top. */
  readonly cacheAtStage: number;
  /** Dollars that would be saved by doing without, the most expensive first. */
  readonly without: Readonly<Record<string, number>>;
}

/** The inventory as it would be without an optimisation. */
const OPTIMISATIONS: Readonly<Record<string, (inventory: Inventory) => Inventory>> = {
  'functions on arm64': (inventory) => ({ ...inventory, architecture: 'x86_64' }),
  'more warm instances at peak hours only': (inventory) => ({
    ...inventory,
    warm: inventory.warm.map((warm) => ({ ...warm, hours: warm.hoursWithoutSchedule })),
  }),
  // Less is sent, by far less than what is free. A cache at the stage would be no cheaper way.
  'ETag of orders': (inventory) => ({ ...inventory, etags: false }),
  // Documents are smaller than what S3 moves.
  'tiering of documents': (inventory) => ({ ...inventory, tieredBuckets: 0 }),
};

/** The inventory without something that costs. */
const WITHOUT: Readonly<Record<string, (inventory: Inventory) => Inventory>> = {
  'firewall (WAF)': (inventory) => ({ ...inventory, firewalls: 0, firewallRules: 0 }),
  'warm instances': (inventory) => ({ ...inventory, warm: [] }),
  'machines at Cognito': (inventory) => ({ ...inventory, machines: 0 }),
  'request metrics of buckets': (inventory) => ({ ...inventory, countingBuckets: [] }),
  'event counts of the stream': (inventory) => ({ ...inventory, countingMappings: 0 }),
  'key of one’s own': (inventory) => ({ ...inventory, keys: 0 }),
  alarms: (inventory) => ({ ...inventory, alarms: 0 }),
  dashboard: (inventory) => ({ ...inventory, paidDashboards: 0 }),
  'network (NAT, endpoints)': (inventory) => ({
    ...inventory,
    natGateways: 0,
    interfaceEndpoints: 0,
  }),
};

const NOBODY = { orders: 0, busyHours: 0, troubledHours: 0 };

export function costReport(profile: Profile, inventory: Inventory): CostReport {
  const costs = monthlyCost(profile, inventory);
  const after = totalOf(costs);
  const unoptimised = Object.values(OPTIMISATIONS).reduce((all, undo) => undo(all), inventory);
  const costsBefore = monthlyCost(profile, unoptimised);
  const difference = (change: (inventory: Inventory) => Inventory) =>
    Math.abs(totalOf(monthlyCost(profile, change(inventory))) - after);
  const differences = (changes: typeof WITHOUT) =>
    Object.entries(changes).map(([name, change]): [string, number] => [name, difference(change)]);
  return {
    profile,
    services: costs.map((cost, index) => ({ ...cost, before: costsBefore[index]?.dollars ?? 0 })),
    before: totalOf(costsBefore),
    after,
    forNobody: totalOf(monthlyCost({ ...profile, ...NOBODY }, inventory)),
    withoutAllowances: costs.reduce((sum, cost) => sum + cost.withoutAllowances, 0),
    optimisations: Object.fromEntries(differences(OPTIMISATIONS)),
    cacheAtStage: difference((other) => ({ ...other, apiCaches: 1 })),
    without: Object.fromEntries(
      differences(WITHOUT)
        .filter(([, dollars]) => dollars >= 0.005)
        .sort(([, a], [, b]) => b - a),
    ),
  };
}

/** The table in the README. */
export function markdownOf(reports: readonly CostReport[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const dollars = (value: number) => value.toFixed(2);
  const services = reports[0]?.services ?? [];
  return [
    row(['US dollars a month', ...reports.flatMap(({ profile }) => [profile.name, 'before'])]),
    row(['---', ...reports.flatMap(() => ['---:', '---:'])]),
    ...services.map(({ service }, index) =>
      row([
        service,
        ...reports.flatMap((report) => [
          dollars(report.services[index]?.dollars ?? 0),
          dollars(report.services[index]?.before ?? 0),
        ]),
      ]),
    ),
    row([
      '**all**',
      ...reports.flatMap(({ after, before }) => [`**${dollars(after)}**`, dollars(before)]),
    ]),
    row(['of it for nobody', ...reports.flatMap(({ forNobody }) => [dollars(forNobody), ''])]),
    row([
      'target',
      ...reports.flatMap(({ profile, after }) => [
        `≤ ${profile.target}: ${after <= profile.target ? 'met' : `${dollars(after - profile.target)} too much`}`,
        '',
      ]),
    ]),
  ].join('\n');
}
