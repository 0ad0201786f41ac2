/**
 * Whole templates of production, so that a review shows what a change or an upgrade deploys.
 *
 * The code assets are stubs of fixed content: a snapshot changes only with the stacks.
 */
import { App } from 'aws-cdk-lib/core';
import { expect, test } from 'vitest';
import { FEATURE_FLAGS } from '../lib/feature-flags.ts';
import { EXAMPLES, WITH_EVERYTHING } from './examples.ts';
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

test('the network and the copies in a second region, where an environment has them', () => {
  const { network, replica } = synthesize('prod', WITH_EVERYTHING);
  expect(network?.toJSON()).toMatchSnapshot();
  expect(replica?.toJSON()).toMatchSnapshot();
});

test.each(EXAMPLES)(
  'the templates of $name $what satisfy the schemas of AWS',
  ({ name, changes }) => {
    const app = new App({ context: FEATURE_FLAGS });
    orderSystem(app, name, changes);
    app.synth();
  },
);
