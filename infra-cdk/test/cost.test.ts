/** The cost follows the templates, the usage and the prices, and the README says the same. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Inventory, inventoryOf } from '../lib/cost/inventory.ts';
import { monthlyCost, totalOf } from '../lib/cost/monthly-cost.ts';
import { type Price, PRICES } from '../lib/cost/prices.ts';
import { THOUSAND_USERS_LEAN } from '../lib/cost/profiles/thousand-users-lean.ts';
import { THOUSAND_USERS } from '../lib/cost/profiles/thousand-users.ts';
import { costReport, markdownOf } from '../lib/cost/report.ts';
import { costReports } from './cost-reports.ts';
import { dashboardMetrics } from './alarm-faults.ts';
import { resourcesOf, synthesize, type TemplateJson, templatesOf } from './synthesized.ts';

const templates = templatesOf(synthesize('prod'));

describe('a change of the templates moves the cost', () => {
  test.each<[string, number, (all: TemplateJson[]) => void]>([
    ['an alarm less', -0.1, (all) => remove(all, 'AWS::CloudWatch::Alarm')],
    ['no key', -1, (all) => remove(all, 'AWS::KMS::Key')],
    ['no secret', -0.4, (all) => remove(all, 'AWS::SecretsManager::Secret')],
    [
      'a machine more that gets tokens, one each hour',
      6 + 730 * 2.25e-3,
      (all) =>
        (one(all, 'AWS::Cognito::UserPoolClient', 'AccessUserPoolOperators').AllowedOAuthFlows = [
          'client_credentials',
        ]),
    ],
    ['no firewall, with four rules', -9, (all) => remove(all, 'AWS::WAFv2::WebACL')],
    [
      'documents that nobody counts requests for',
      -16 * 0.3,
      (all) => delete one(all, 'AWS::S3::Bucket', 'Invoices').MetricsConfigurations,
    ],
    [
      'a stream whose events nobody counts',
      -(1 + 3 * THOUSAND_USERS.busyHours + 2 * THOUSAND_USERS.troubledHours) * 0.3,
      (all) => delete one(all, 'AWS::Lambda::EventSourceMapping', 'PipelineOrdersStream').MetricsConfig,
    ],
    [
      'no schedule for the warm instances',
      -8 * 13 * 22 * 3600 * 0.5 * PRICES.warmGbSecondArm.dollars,
      (all) => remove(all, 'AWS::ApplicationAutoScaling::ScalableTarget'),
    ],
    [
      'a warm instance more',
      // At peak hours there are ten of them anyway.
      (730 - 13 * 22) * 3600 * 0.5 * PRICES.warmGbSecondArm.dollars,
      (all) =>
        one(all, 'AWS::Lambda::Alias', 'OrderApi').ProvisionedConcurrencyConfig
          .ProvisionedConcurrentExecutions++,
    ],
    [
      'one function on x86',
      (2 * 730 + 8 * 13 * 22) *
        3600 *
        0.5 *
        (PRICES.warmGbSecondX86.dollars - PRICES.warmGbSecondArm.dollars),
      (all) => (one(all, 'AWS::Lambda::Function', 'OrderApi').Architectures = ['x86_64']),
    ],
    [
      'a cache at the stage',
      0.02 * 730,
      (all) => (one(all, 'AWS::ApiGateway::Stage', '').CacheClusterEnabled = true),
    ],
  ])('%s', (_what, dollars, change) => {
    const changed = structuredClone(templates);
    change(changed);
    const cost = (all: TemplateJson[]) => totalOf(monthlyCost(IDLE, inventoryOf(all)));
    // To a cent, as there are few requests that a firewall or a function would charge for.
    expect(cost(changed) - cost(templates)).toBeCloseTo(dollars, 2);
  });

  test('a network has its gateways and its endpoints in two zones', () => {
    const inside = inventoryOf(templatesOf(synthesize('prod', { network: {} })));
    expect(inside).toMatchObject({ natGateways: 2, interfaceEndpoints: 4 });
    const network = monthlyCost(IDLE, inside).find(({ service }) => service === 'Network');
    expect(network?.dollars).toBeCloseTo(2 * 730 * 0.045 + 4 * 730 * 0.01, 6);
  });

  test('everything that the functions count is paid for, and all of it is shown', () => {
    const shown = templates
      .flatMap((template) => resourcesOf(template, 'AWS::CloudWatch::Dashboard'))
      .flatMap(([, { DashboardBody }]) => dashboardMetrics(DashboardBody))
      .filter(({ Namespace }) => Namespace === 'OrderPipeline/prod')
      .map(({ MetricName, Dimensions }) =>
        [MetricName, ...Dimensions.map(({ Value }: any) => Value)].join(' '),
      );
    expect(inventoryOf(templates).ownMetrics).toBe(new Set(shown).size);
    // Seven statuses, two kinds of documents, two parkers, and nine by themselves.
    expect(new Set(shown).size).toBe(7 + 2 + 2 + 9);
  });

  test('pages of at most fifty lines cost nothing, and one with more does', () => {
    expect(inventoryOf(templates).paidDashboards).toBe(0);
    const crowded = structuredClone(templates);
    const join = one(crowded, 'AWS::CloudWatch::Dashboard', 'Dashboard').DashboardBody['Fn::Join'];
    // A graph with three lines more.
    join[1][2] = join[1][2].replace('"metrics":[', `"metrics":[${'["A","B"],'.repeat(3)}`);
    expect(inventoryOf(crowded).paidDashboards).toBe(1);
    synthesize('dev').service.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  });

  test('instances that are warm at peak hours alone cost these hours', () => {
    const { changes } = THOUSAND_USERS_LEAN;
    expect(inventoryOf(templatesOf(synthesize('prod', changes))).warm).toEqual([
      { memory: 512, hours: 2 * 13 * 22, hoursWithoutSchedule: 2 * 730 },
    ]);
    const cold = { warmOrderApi: undefined };
    expect(inventoryOf(templatesOf(synthesize('prod', cold))).warm).toEqual([]);
  });
});

test('twice the orders cost twice as much, apart from what stands and what is free', () => {
  const inventory = inventoryOf(templates);
  const cost = (orders: number) =>
    monthlyCost({ ...THOUSAND_USERS, orders }, inventory).reduce(
      (sum, line) => sum + line.withoutAllowances,
      0,
    );
  expect(cost(4_000) - cost(0)).toBeCloseTo(2 * (cost(2_000) - cost(0)), 6);
});

test('before the optimisations everything costs at least as much, and each says what it takes off', () => {
  for (const { services, before, after, optimisations } of costReports()) {
    expect(before).toBeGreaterThanOrEqual(after);
    for (const service of services) {
      expect(service.before).toBeGreaterThanOrEqual(service.dollars);
    }
    expect(Object.values(optimisations)).toHaveLength(4);
  }
  const inventory: Inventory = inventoryOf(templates);
  const { before, after, optimisations } = costReport(THOUSAND_USERS, inventory);
  expect(before - after).toBeGreaterThan(10);
  expect(optimisations['more warm instances at peak hours only']).toBeGreaterThan(10);
  expect(optimisations['tiering of documents']).toBe(0);
});

test('development stays within its five dollars', () => {
  const [development] = costReports();
  expect(development?.after).toBeLessThanOrEqual(5);
});

test('with a thousand users the target is met in an environment of their size, and not in one for thirty orders a second', () => {
  const [, large, lean] = costReports();
  expect(large?.after).toBeGreaterThan(30);
  expect(lean?.after).toBeLessThanOrEqual(30);
  // Nothing was given up for it: firewall, alarms and warm instances are there.
  const services = (report: typeof lean) =>
    report?.services.filter(({ dollars }) => dollars > 0).map(({ service }) => service);
  expect(services(lean)).toEqual(services(large)?.filter((service) => service !== 'Cognito'));
  const price = (report: typeof lean, name: string) =>
    report?.services.find(({ service }) => service === name)?.dollars;
  for (const same of ['WAF', 'CloudWatch alarms', 'CloudWatch metrics', 'KMS and secrets']) {
    expect(price(lean, same)).toBe(price(large, same));
  }
});

test('the floor is what is paid for nobody, and no profile is below it', () => {
  for (const { forNobody, after } of costReports()) {
    expect(forNobody).toBeLessThan(after);
  }
  const [development] = costReports();
  // A key, a secret, and 25 alarms above the free ones.
  expect(development?.forNobody).toBeCloseTo(1 + 0.4 + 2.5, 6);
});

test('what waits for no instance pays for each request, whatever the account gets for nothing', () => {
  const inventory = inventoryOf(templates);
  const cost = (orders: number) =>
    monthlyCost({ ...THOUSAND_USERS, orders }, inventory).find(
      ({ service }) => service === 'Lambda kept warm',
    )?.dollars ?? 0;
  // 15 requests for each order, each 10 ms of half a gigabyte.
  const requests = 15_000;
  const { warmRequest, warmDurationArm } = PRICES;
  expect(cost(1_000) - cost(0)).toBeCloseTo(
    requests * (warmRequest.dollars + 0.01 * 0.5 * warmDurationArm.dollars),
    6,
  );
});

test('each price names its page', () => {
  for (const [name, price] of Object.entries<Price>(PRICES)) {
    expect(price.source, name).toMatch(/^aws\.amazon\.com\/[a-z0-9/-]+\/pricing$/);
    expect(price.dollars, name).toBeGreaterThan(0);
  }
});

test('the README has the table; if not, `npm run cost -- --markdown`', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(markdownOf(costReports()));
});

/** Hardly anybody, so that what stands there is nearly all of the cost. */
const IDLE = { ...THOUSAND_USERS, orders: 0 };

function one(all: readonly TemplateJson[], type: string, construct: string): any {
  return all
    .flatMap((template) => resourcesOf(template, type))
    .find(([id]) => id.startsWith(construct))?.[1];
}

function remove(all: readonly TemplateJson[], type: string): void {
  for (const template of all) {
    const [first] = resourcesOf(template, type);
    if (first !== undefined) {
      delete template['Resources'][first[0]];
      return;
    }
  }
}
