import { Template } from 'aws-cdk-lib/assertions';
import { App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FEATURE_FLAGS } from '../lib/feature-flags.ts';
import { GithubAccessStack } from '../lib/github-access-stack.ts';
import { resourcesOf } from './synthesized.ts';

const ACCOUNT = '111111111111';
const REGIONS = ['eu-central-1', 'eu-west-1'];
const template = access('acme/orders');

test('each role trusts one environment of one repository, and no branch and no other audience', () => {
  expect(roles().map(([, { AssumeRolePolicyDocument }]) => AssumeRolePolicyDocument.Statement)).toEqual(
    ['prod-diff', 'prod'].map((environment) => [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: {
          Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
        },
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': `repo:acme/orders:environment:${environment}`,
          },
        },
      },
    ]),
  );
});

test('one may look, the other deploy and publish the console, and neither anything else', () => {
  const assume = (role: string) =>
    REGIONS.map(
      (region) =>
        `sts:AssumeRole arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-${role}-role-${ACCOUNT}-${region}`,
    );
  expect(roles().map(([, role]) => allowed(role))).toEqual([
    assume('lookup'),
    [
      ...assume('deploy'),
      ...assume('file-publishing'),
      ...assume('lookup'),
      's3:ListBucket arn:aws:s3:::orders-prod-frontend-*',
      's3:PutObject arn:aws:s3:::orders-prod-frontend-*/*',
      `cloudfront:CreateInvalidation arn:aws:cloudfront::${ACCOUNT}:distribution/*`,
    ],
  ]);
});

test('there is nothing else, and what cdk-nag finds is acknowledged', () => {
  expect(Object.keys(template.toJSON()['Resources'])).toHaveLength(2);
  const app = appWith(true);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new NIST80053R5Checks(app));
  access('acme/orders', app);
  expect(() => app.synth()).not.toThrow();
});

test.each(['undefined', 'orders', 'acme/*', 'acme/orders:ref'])('%s is no repository', (repository) => {
  expect(() => access(repository)).toThrow('expected `<owner>/<name>`');
});

test('the workflow asks for these environments', () => {
  const workflow = readFileSync(new URL('../../.github/workflows/deploy.yml', import.meta.url), 'utf8');
  const environments = [...workflow.matchAll(/^ {4}environment: (.*)$/gm)].map(([, name]) => name);
  expect(environments).toEqual(['${{ inputs.environment }}-diff', '${{ inputs.environment }}']);
});

function access(repository: string, app = appWith()): Template {
  return Template.fromStack(
    new GithubAccessStack(app, 'orders-prod-github', {
      repository,
      environmentName: 'prod',
      regions: REGIONS,
      env: { account: ACCOUNT, region: 'eu-central-1' },
    }),
  );
}

function appWith(builtinCloudFormationValidation = false): App {
  return new App({ context: FEATURE_FLAGS, builtinCloudFormationValidation });
}

function roles() {
  return resourcesOf(template.toJSON(), 'AWS::IAM::Role');
}

function allowed(role: any): string[] {
  return role.Policies.flatMap(({ PolicyDocument }: any) =>
    PolicyDocument.Statement.flatMap(({ Action, Resource }: any) =>
      [Resource].flat().map((resource: any) => `${Action} ${resource}`),
    ),
  );
}
