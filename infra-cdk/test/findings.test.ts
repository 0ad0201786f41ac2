/** The AwsSolutions rules of cdk-nag find nothing that is not acknowledged, in any environment. */
import { App, Validations } from 'aws-cdk-lib/core';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import type { EnvironmentName } from '../lib/environments.ts';
import { FEATURE_FLAGS } from '../lib/feature-flags.ts';
import { orderSystem } from './synthesized.ts';

test.each<EnvironmentName>(['local', 'dev', 'prod'])('nothing is found in %s', (name) => {
  const { app } = checked(name);
  expect(() => app.synth()).not.toThrow();
});

test('a bucket that takes plain HTTP is found', () => {
  const { app, system } = checked('prod');
  new Bucket(system.service, 'Careless', { blockPublicAccess: BlockPublicAccess.BLOCK_ALL });
  expect(() => app.synth()).toThrow(/AwsSolutions-S10/);
});

function checked(name: EnvironmentName) {
  const app = new App({ context: FEATURE_FLAGS, builtinCloudFormationValidation: false });
  const system = orderSystem(app, name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, system };
}
