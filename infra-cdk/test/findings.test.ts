/**
 * The rules of cdk-nag find nothing that is not acknowledged: those of AwsSolutions in any environment,
 * those of NIST 800-53 in production.
 */
import { App, Validations } from 'aws-cdk-lib/core';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import { expect, test } from 'vitest';
import type { EnvironmentName, EnvironmentProps } from '../lib/environment.ts';
import { FEATURE_FLAGS } from '../lib/feature-flags.ts';
import { EXAMPLES } from './examples.ts';
import { orderSystem } from './synthesized.ts';

test.each(EXAMPLES)('nothing is found in $name $what', ({ name, changes }) => {
  const { app } = checked(name, changes);
  expect(() => app.synth()).not.toThrow();
});

test('a bucket that takes plain HTTP is found', () => {
  const { app, system } = checked('prod');
  new Bucket(system.service, 'Careless', { blockPublicAccess: BlockPublicAccess.BLOCK_ALL });
  expect(() => app.synth()).toThrow(/AwsSolutions-S10/);
});

test('a bucket that keeps no versions is found by the rules of NIST', () => {
  const { app, system } = checked('prod');
  new Bucket(system.service, 'Careless', { enforceSSL: true });
  expect(() => app.synth()).toThrow(/NIST\.800\.53\.R5-S3BucketVersioningEnabled/);
});

function checked(name: EnvironmentName, changes: Partial<EnvironmentProps> = {}) {
  const app = new App({ context: FEATURE_FLAGS, builtinCloudFormationValidation: false });
  const system = orderSystem(app, name, changes);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  if (name === 'prod') {
    Validations.of(app).addPlugins(new NIST80053R5Checks(app));
  }
  return { app, system };
}
