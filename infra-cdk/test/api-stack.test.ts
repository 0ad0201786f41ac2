import { describe, expect, test } from 'vitest';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { resourcesOf, synthesize } from './synthesized.ts';

const { api } = synthesize('prod');

describe('the REST API', () => {
  test('has these routes, all for order-api, which looks at the tokens itself', () => {
    expect(routes()).toEqual([
      'GET /orders',
      'GET /orders/{orderId}',
      'GET /orders/{orderId}/credit-note',
      'GET /orders/{orderId}/events',
      'GET /orders/{orderId}/invoice',
      'OPTIONS /orders',
      'OPTIONS /orders/{orderId}',
      'OPTIONS /orders/{orderId}/credit-note',
      'OPTIONS /orders/{orderId}/events',
      'OPTIONS /orders/{orderId}/invoice',
      'OPTIONS /orders/{orderId}/transitions',
      'PATCH /orders/{orderId}',
      'POST /orders',
      'POST /orders/{orderId}/transitions',
    ]);
    api.allResourcesProperties('AWS::ApiGateway::Method', {
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'AWS_PROXY',
        IntegrationHttpMethod: 'POST',
        Uri: {
          'Fn::Join': [
            '',
            Match.arrayWith([{ Ref: Match.stringLikeRegexp('^OrderApiFunctionAliaslive') }]),
          ],
        },
      },
    });
  });

  test('is throttled', () => {
    api.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'v1',
      MethodSettings: [
        Match.objectLike({
          HttpMethod: '*',
          ResourcePath: '/*',
          ThrottlingRateLimit: 500,
          ThrottlingBurstLimit: 1000,
        }),
      ],
    });
  });

  test('keeps no answers: the function decides who may see them', () => {
    api.hasResourceProperties('AWS::ApiGateway::Stage', {
      CacheClusterEnabled: Match.absent(),
      CacheClusterSize: Match.absent(),
    });
  });

  test('logs each request in JSON, and nobody in it', () => {
    const [, stage] = resourcesOf(api.toJSON(), 'AWS::ApiGateway::Stage')[0] ?? [];
    expect(JSON.stringify(stage.AccessLogSetting.DestinationArn)).toContain('"RestApiAccessLogs');
    const line: Record<string, string> = JSON.parse(stage.AccessLogSetting.Format);
    expect(Object.values(line)).toContain('$context.requestId');
    // The path names orders; all that is about the identity of a caller is personal.
    const personal = /\$context\.(identity|authorizer|path$|domain|customDomain)/;
    expect(Object.values(line).filter((value) => personal.test(value))).toEqual([]);
  });

  test('takes no body but a JSON object, where the description has one', () => {
    const models = resourcesOf(api.toJSON(), 'AWS::ApiGateway::Model');
    expect(models.map(([, { Name, Schema }]) => [Name, Schema])).toEqual([
      ['OrderRequest', expect.objectContaining({ type: 'object' })],
      ['TransitionRequest', expect.objectContaining({ type: 'object' })],
    ]);
    const checked = resourcesOf(api.toJSON(), 'AWS::ApiGateway::Method').filter(
      ([, method]) => method.RequestValidatorId,
    );
    expect(checked.map(([, method]) => [method.HttpMethod, method.RequestModels])).toEqual([
      ['POST', { 'application/json': { Ref: models[0]?.[0] } }],
      ['POST', { 'application/json': { Ref: models[1]?.[0] } }],
    ]);
  });

  test('asks for no key, or where it should, for all but preflights', () => {
    const keys = (template: Template) =>
      resourcesOf(template.toJSON(), 'AWS::ApiGateway::Method').map(
        ([, { HttpMethod, ApiKeyRequired }]) => `${HttpMethod} ${ApiKeyRequired === true}`,
      );
    expect(keys(api).filter((key) => key.endsWith('true'))).toEqual([]);
    api.resourceCountIs('AWS::ApiGateway::UsagePlan', 0);

    const limited = synthesize('prod', {
      apiKeys: { requestsPerSecond: 20, burst: 40, requestsPerDay: 100_000 },
    }).api;
    expect([...new Set(keys(limited))].sort()).toEqual([
      'GET true',
      'OPTIONS false',
      'PATCH true',
      'POST true',
    ]);
    limited.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      // A plan without its stage opens nothing.
      ApiStages: [{ ApiId: Match.anyValue(), Stage: Match.anyValue() }],
      Throttle: { RateLimit: 20, BurstLimit: 40 },
      Quota: { Limit: 100_000, Period: 'DAY' },
    });
    limited.resourceCountIs('AWS::ApiGateway::UsagePlanKey', 1);
  });

  test('stands behind a firewall', () => {
    const [, acl] = resourcesOf(api.toJSON(), 'AWS::WAFv2::WebACL')[0] ?? [];
    expect(acl.Scope).toBe('REGIONAL');
    expect(acl.Rules.map(({ Name, Statement }: any) => [Name, Object.keys(Statement)[0]])).toEqual([
      ['RatePerAddress', 'RateBasedStatement'],
      ['AWSManagedRulesAmazonIpReputationList', 'ManagedRuleGroupStatement'],
      ['AWSManagedRulesKnownBadInputsRuleSet', 'ManagedRuleGroupStatement'],
      ['AWSManagedRulesCommonRuleSet', 'ManagedRuleGroupStatement'],
    ]);
    expect(acl.Rules[0]).toMatchObject({
      Action: { Block: {} },
      Statement: { RateBasedStatement: { Limit: 2000, AggregateKeyType: 'IP' } },
    });
    // An order of many lines is larger than the 8 KB that this rule allows.
    expect(acl.Rules[3].Statement.ManagedRuleGroupStatement.RuleActionOverrides).toContainEqual({
      Name: 'SizeRestrictions_BODY',
      ActionToUse: { Count: {} },
    });
    api.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      WebACLArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('WebAcl'), 'Arn'] },
      ResourceArn: {
        'Fn::Join': ['', Match.arrayWith([{ Ref: Match.stringLikeRegexp('DeploymentStage') }])],
      },
    });
  });

  test('answers its own errors with problem documents', () => {
    const responses = Object.values(api.findResources('AWS::ApiGateway::GatewayResponse'));
    expect(responses.map(({ Properties }) => Properties.ResponseType).sort()).toEqual([
      'DEFAULT_4XX',
      'DEFAULT_5XX',
    ]);
    for (const { Properties } of responses) {
      expect(Properties.ResponseParameters).toEqual({
        'gatewayresponse.header.Content-Type': "'application/problem+json'",
      });
      const body = Properties.ResponseTemplates['application/json'];
      expect(JSON.parse(body.replace('$context.error.messageString', '"its own quotes"'))).toEqual({
        type: 'about:blank',
        title: expect.any(String),
        detail: expect.any(String),
        code: '$context.error.responseType',
        requestId: '$context.requestId',
      });
    }
  });
});

function routes(): string[] {
  const resources = api.findResources('AWS::ApiGateway::Resource');
  const path = (id: string): string => {
    const properties = resources[id]?.['Properties'];
    return properties === undefined
      ? ''
      : `${path(properties.ParentId.Ref ?? '')}/${properties.PathPart}`;
  };
  return Object.values(api.findResources('AWS::ApiGateway::Method'))
    .map(({ Properties }) => `${Properties.HttpMethod} ${path(Properties.ResourceId.Ref)}`)
    .sort();
}
