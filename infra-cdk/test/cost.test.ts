import { expect, test } from 'vitest';
import { monthlyCost, STANDING } from '../lib/cost/monthly-cost.ts';
import { PRICES } from '../lib/cost/prices.ts';
import { EXAMPLE_USAGE } from '../lib/cost/usage.ts';
import { resourcesOf, synthesize, templatesOf } from './synthesized.ts';

test('what costs without being used is counted as the templates have it', () => {
  const templates = templatesOf(synthesize('prod'));
  const found = (type: string) => templates.flatMap((template) => resourcesOf(template, type));
  expect(STANDING).toMatchObject({
    alarms: found('AWS::CloudWatch::Alarm').length,
    dashboards: found('AWS::CloudWatch::Dashboard').length,
    keys: found('AWS::KMS::Key').length,
    secrets: found('AWS::SecretsManager::Secret').length,
    firewallRules: found('AWS::WAFv2::WebACL')[0]?.[1].Rules.length,
  });
});

test('without orders, what stands still costs the same', () => {
  const idle = monthlyCost({ ...EXAMPLE_USAGE, orders: 0 }, PRICES);
  expect(Object.fromEntries(idle.map(({ what, dollars }) => [what, dollars.toFixed(2)]))).toEqual({
    'API Gateway and firewall': '9.00',
    Lambda: '0.00',
    'Lambda kept warm': '22.49',
    DynamoDB: '0.00',
    SQS: '0.00',
    S3: '0.00',
    SNS: '0.00',
    'KMS and secrets': '1.40',
    'CloudWatch and X-Ray': '25.20',
  });
});

test('twice the orders cost twice as much, apart from what stands', () => {
  const cost = (orders: number) =>
    monthlyCost({ ...EXAMPLE_USAGE, orders }, PRICES).reduce((sum, line) => sum + line.dollars, 0);
  const standing = cost(0);
  expect(cost(100_000) - standing).toBeCloseTo(2 * (cost(50_000) - standing), 6);
});
