/**
 * Lets the workflow of GitHub deploy one environment. Once in each account, tell AWS of GitHub, and then,
 * for each environment, make its roles:
 *
 *     aws iam create-open-id-connect-provider \
 *       --url https://token.actions.githubusercontent.com --client-id-list sts.amazonaws.com
 *     npx cdk deploy --app 'node --import tsx/esm bin/github-access.ts' \
 *       -c repository=<owner>/<name> -c environment=prod
 *
 * The outputs are what AWS_ROLE_ARN is in the environments `prod-diff` and `prod` at GitHub. Do it again when
 * the environment gets a second region.
 */
import { App } from 'aws-cdk-lib/core';
import { environmentNamed } from '../lib/environments.ts';
import { FEATURE_FLAGS } from '../lib/feature-flags.ts';
import { GithubAccessStack } from '../lib/github-access-stack.ts';

const app = new App({ context: FEATURE_FLAGS, analyticsReporting: false });
const { name, account, region, replicaRegion } = environmentNamed(app.node.tryGetContext('environment'), {
  account: process.env['CDK_DEFAULT_ACCOUNT'],
  region: process.env['CDK_DEFAULT_REGION'],
  processorArchitecture: process.arch,
});
new GithubAccessStack(app, `orders-${name}-github`, {
  repository: String(app.node.tryGetContext('repository')),
  environmentName: name,
  regions: [region, replicaRegion].filter((known) => known !== undefined),
  env: { account, region },
});
app.synth();
