/**
 * Whole templates of production, so that a review shows what a change or an upgrade deploys.
 *
 * The code assets are stubs of fixed content: a snapshot changes only with the stacks.
 */
import { App } from 'aws-cdk-lib/core';
import { expect, test } from 'vitest';
import type { EnvironmentName, EnvironmentProps } from '../lib/environments.ts';
import { FEATURE_FLAGS } from '../lib/feature-flags.ts';
import { orderSystem, synthesize } from './synthesized.ts';

const { data, api, service, frontend } = synthesize('prod');

test('the data stack', () => {
  expect(data.toJSON()).toMatchSnapshot();
});

test('the API stack', () => {
  expect(api.toJSON()).toMatchSnapshot();
});

test('the service stack', () => {
  expect(service.toJSON()).toMatchSnapshot();
});

test('the frontend stack', () => {
  expect(frontend.toJSON()).toMatchSnapshot();
});

test.each<[EnvironmentName, string, Partial<EnvironmentProps>]>([
  ['local', 'alone', {}],
  ['dev', 'alone', {}],
  ['prod', 'alone', {}],
  [
    'prod',
    'with all that it can have',
    {
      allowedOrigins: ['https://console.example.com'],
      consoleDomain: {
        domainName: 'console.example.com',
        certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/console',
      },
      apiKeys: { requestsPerSecond: 20, burst: 40, requestsPerDay: 100_000 },
      subscribers: [{ email: 'books@example.com', only: { status: ['PAID'] } }],
      operators: ['ops@example.com'],
    },
  ],
])('the templates of %s %s satisfy the schemas of AWS', (name, _what, changes) => {
  const app = new App({ context: FEATURE_FLAGS });
  orderSystem(app, name, changes);
  app.synth();
});
