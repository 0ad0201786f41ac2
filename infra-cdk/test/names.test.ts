/** Two environments fit into one account: nothing that an account has once is called the same in both. */
import { expect, test } from 'vitest';
import type { EnvironmentName } from '../lib/environment.ts';
import { WITH_EVERYTHING } from './examples.ts';
import { resourcesOf, synthesize, templatesOf } from './synthesized.ts';

/** How each type with a name of our choice is called. */
const NAMED: Readonly<Record<string, (properties: any) => unknown>> = {
  'AWS::ApiGateway::RestApi': ({ Name }) => Name,
  'AWS::Budgets::Budget': ({ Budget }) => Budget.BudgetName,
  'AWS::CloudFront::Function': ({ Name }) => Name,
  'AWS::CloudFront::OriginAccessControl': ({ OriginAccessControlConfig }) =>
    OriginAccessControlConfig.Name,
  'AWS::CloudFront::ResponseHeadersPolicy': ({ ResponseHeadersPolicyConfig }) =>
    ResponseHeadersPolicyConfig.Name,
  'AWS::CloudWatch::Dashboard': ({ DashboardName }) => DashboardName,
  'AWS::Cognito::UserPool': ({ UserPoolName }) => UserPoolName,
  'AWS::Cognito::UserPoolDomain': ({ Domain }) => Domain,
  'AWS::KMS::Alias': ({ AliasName }) => AliasName,
  'AWS::Lambda::Function': ({ Environment, FunctionName }) =>
    `${FunctionName ?? ''} ${Environment.Variables.METRICS_NAMESPACE}`,
  'AWS::S3::Bucket': ({ BucketName }) => BucketName,
};

test('no name of one environment is one of another', () => {
  const [dev, prod] = [namesIn('dev'), namesIn('prod')];
  expect(dev.length).toBeGreaterThan(10);
  expect(dev.filter((name) => prod.includes(name))).toEqual([]);
});

function namesIn(environment: EnvironmentName): string[] {
  const templates = templatesOf(synthesize(environment, { ...WITH_EVERYTHING, dashboard: 'shown' }));
  return templates.flatMap((template) => [
    ...Object.entries(NAMED).flatMap(([type, nameOf]) =>
      resourcesOf(template, type).flatMap(([, properties]) => {
        const name = nameOf(properties);
        return name === undefined ? [] : `${type} ${JSON.stringify(name)}`;
      }),
    ),
    ...Object.values<any>(template['Outputs'] ?? {}).flatMap(({ Export }) =>
      Export === undefined ? [] : `export ${Export.Name}`,
    ),
  ]);
}
