/**
 * Synthesises the order system for one environment.
 *
 * The CDK command line runs this file; `node --import tsx/esm bin/app.ts` alone gives the same
 * templates. Where seconds count, CDK_VALIDATION=false leaves out the check of the templates against
 * the AWS schemas.
 */
import { App } from 'aws-cdk-lib/core';
import { environmentNamed } from '../lib/environments.ts';
import { FEATURE_FLAGS } from '../lib/feature-flags.ts';
import { OrderSystem } from '../lib/order-system.ts';

const app = new App({
  outdir: process.env['CDK_OUTDIR'] ?? 'cdk.out',
  context: FEATURE_FLAGS,
  analyticsReporting: false,
});

const environment = environmentNamed(
  app.node.tryGetContext('environment') ?? process.env['ENVIRONMENT'],
  {
    account: process.env['CDK_DEFAULT_ACCOUNT'],
    region: process.env['CDK_DEFAULT_REGION'],
    processorArchitecture: process.arch,
    localEndpoint: process.env['LOCAL_ENDPOINT'],
    tokenIssuer: process.env['TOKEN_ISSUER'],
    consoleUrl: process.env['CONSOLE_URL'],
    runbookUrl: process.env['RUNBOOK_URL'],
  },
);

new OrderSystem(app, environment);
app.synth();
