/**
 * A setting can be changed where the system is deployed already. CloudFormation removes no export that
 * another stack still imports, and the stack that exports is deployed first: so what is imported before
 * a change has to be exported after it.
 */
import type { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import type { EnvironmentProps } from '../lib/environment.ts';
import { WITH_EVERYTHING } from './examples.ts';
import { type Synthesized, synthesize } from './synthesized.ts';

const WITHOUT: Partial<EnvironmentProps> = {
  allowedOrigins: ['https://console.example.com'],
  bucketRequests: 'not counted',
  consoleUrl: 'https://console.example.com',
  dashboard: 'none',
  firewall: 'none',
  machines: [],
  monthlyBudget: undefined,
  peakOrdersPerSecond: undefined,
  rollout: 'at once',
  warmOrderApi: undefined,
};
const OWN_ISSUER: Partial<EnvironmentProps> = {
  tokens: { issuer: 'https://login.example.com', audiences: ['orders'] },
};
const prod = synthesize('prod');

test.each([
  ['all that it can have', WITH_EVERYTHING],
  ['nothing that it can do without', WITHOUT],
])('prod gets %s, and gives it up again', (_what, changes) => {
  const changed = synthesize('prod', changes);
  expect(missing(prod, changed)).toEqual([]);
  expect(missing(changed, prod)).toEqual([]);
});

test('only for an issuer of its own the stacks that use the accounts have to go first', () => {
  const changed = synthesize('prod', OWN_ISSUER);
  expect(missing(changed, prod)).toEqual([]);
  const gone = missing(prod, changed);
  expect(gone.length).toBeGreaterThan(0);
  for (const name of gone) {
    expect(name).toContain('orders-prod-data:ExportsOutputRefAccessUserPool');
  }
});

/** What the stacks import before a change, and nobody exports after it. */
function missing(before: Synthesized, after: Synthesized): string[] {
  const exported = new Set(stacksOf(after).flatMap(exportsOf));
  // A stack that is not there after the change is not deployed, and keeps what it exports.
  const remaining = new Set([...exported].map(stackOf));
  return stacksOf(before)
    .flatMap(importsOf)
    .filter((name) => remaining.has(stackOf(name)) && !exported.has(name));
}

function stacksOf({ data, api, service, frontend, network }: Synthesized): Template[] {
  return [data, api, service, frontend, ...(network ? [network] : [])];
}

function exportsOf(template: Template): string[] {
  return Object.values<any>(template.toJSON()['Outputs'] ?? {}).flatMap(({ Export }) =>
    Export === undefined ? [] : [Export.Name],
  );
}

function importsOf(template: Template): string[] {
  const imports = JSON.stringify(template.toJSON()).matchAll(/{"Fn::ImportValue":"([^"]+)"}/g);
  return [...imports].flatMap(([, name]) => name ?? []);
}

/** Exports are called `<stack>:<name>`. */
function stackOf(name: string): string | undefined {
  return name.split(':')[0];
}
