import { describe, expect, test } from 'vitest';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { readFileSync } from 'node:fs';
import { resourcesOf, synthesize } from './synthesized.ts';

const { api, service } = synthesize('prod');
const DESCRIPTION = JSON.parse(
  readFileSync(new URL('../../schemas/openapi.json', import.meta.url), 'utf8'),
);

describe('the REST API', () => {
  test('has these routes', () => {
    const paths = [
      '/ops/dlq',
      '/ops/dlq/messages',
      '/ops/dlq/messages/{messageId}',
      '/ops/dlq/replays',
      '/ops/dlq/replays/{replayId}',
      '/ops/dlq/replays/{replayId}/resume',
      '/ops/dlq/replays/{replayId}/stop',
      '/ops/dlq/replays/{replayId}/undo',
      '/orders',
      '/orders/{orderId}',
      '/orders/{orderId}/credit-note',
      '/orders/{orderId}/events',
      '/orders/{orderId}/invoice',
      '/orders/{orderId}/transitions',
    ];
    expect(routes()).toEqual([
      'GET /ops/dlq',
      'GET /ops/dlq/messages',
      'GET /ops/dlq/messages/{messageId}',
      'GET /ops/dlq/replays',
      'GET /ops/dlq/replays/{replayId}',
      'GET /orders',
      'GET /orders/{orderId}',
      'GET /orders/{orderId}/credit-note',
      'GET /orders/{orderId}/events',
      'GET /orders/{orderId}/invoice',
      ...paths.map((path) => `OPTIONS ${path}`),
      'PATCH /orders/{orderId}',
      'POST /ops/dlq/replays',
      'POST /ops/dlq/replays/{replayId}/resume',
      'POST /ops/dlq/replays/{replayId}/stop',
      'POST /ops/dlq/replays/{replayId}/undo',
      'POST /orders',
      'POST /orders/{orderId}/transitions',
    ]);
  });

  test('has a route for each operation of its description, and no other', () => {
    const described = Object.entries<object>(DESCRIPTION.paths).flatMap(([path, operations]) =>
      Object.keys(operations)
        .filter((key) => METHODS.includes(key))
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    const knowsOperators = described.some((operation) => operation.includes(' /ops/'));
    const expected = routes().filter(
      (route) =>
        !route.startsWith('OPTIONS ') &&
        // Until the description has the operations of operators; from then on, all of them.
        (knowsOperators || !route.includes(' /ops/')),
    );
    expect(described.length).toBeGreaterThanOrEqual(8);
    expect(described.sort()).toEqual(expected);
  });

  test('asks order-api about orders, and dlq-replay about dead letters; they look at the tokens', () => {
    const live = (path: string) =>
      path.startsWith('/ops/')
        ? expect.stringMatching(/:111111111111:function:orders-prod-dlq-replay:live\/invocations$/)
        : expect.stringMatching(/functions\/<OrderApiFunctionAliaslive.{8}>\/invocations$/);
    const methods = resourcesOf(api.toJSON(), 'AWS::ApiGateway::Method');
    expect(
      methods.map(([, method]) => [
        method.AuthorizationType,
        method.Integration.Type,
        method.Integration.IntegrationHttpMethod,
        text(method.Integration.Uri),
      ]),
    ).toEqual(
      methods.map(([, method]) => ['NONE', 'AWS_PROXY', 'POST', live(pathOf(method.ResourceId))]),
    );
  });

  test('calls dlq-replay by the name that it has', () => {
    service.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Shows dead letters to operators and replays them',
      FunctionName: 'orders-prod-dlq-replay',
    });
    service.hasResourceProperties('AWS::Lambda::Permission', {
      FunctionName: { Ref: Match.stringLikeRegexp('^ReplayDlqReplayFunctionAliaslive') },
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

  test('keeps no answers, in no environment, unless one asks for it', () => {
    api.hasResourceProperties('AWS::ApiGateway::Stage', {
      CacheClusterEnabled: Match.absent(),
      CacheClusterSize: Match.absent(),
    });
    for (const name of ['local', 'dev'] as const) {
      synthesize(name).api.hasResourceProperties('AWS::ApiGateway::Stage', {
        CacheClusterEnabled: Match.absent(),
      });
    }
  });

  describe('with a cache of orders', () => {
    const cached = synthesize('prod', { orderCache: 'five minutes' }).api;

    test('keeps GET of one order for five minutes, and nothing else', () => {
      const [[, stage] = ['', undefined]] = resourcesOf(cached.toJSON(), 'AWS::ApiGateway::Stage');
      expect(stage.CacheClusterSize).toBe('0.5');
      const kept = stage.MethodSettings.map((settings: any) => [
        `${settings.HttpMethod} ${settings.ResourcePath}`,
        settings.CachingEnabled,
        settings.CacheTtlInSeconds,
        settings.CacheDataEncrypted,
        settings.ThrottlingRateLimit,
        settings.ThrottlingBurstLimit,
      ]);
      expect(kept).toEqual([
        ['* /*', false, undefined, undefined, 500, 1000],
        ['GET /~1orders~1{orderId}', true, 300, true, 500, 1000],
      ]);
    });

    test('keeps an answer for the order, the token and whatever else it depends on', () => {
      const keys = resourcesOf(cached.toJSON(), 'AWS::ApiGateway::Method').flatMap(
        ([, { HttpMethod, Integration, RequestParameters }]) =>
          Integration.CacheKeyParameters === undefined
            ? []
            : [[HttpMethod, Integration.CacheKeyParameters, RequestParameters]],
      );
      const parts = [
        'method.request.path.orderId',
        'method.request.header.Authorization',
        'method.request.header.If-None-Match',
        'method.request.header.Origin',
      ];
      const declared = Object.fromEntries(parts.map((part) => [part, part === parts[0]]));
      expect(keys).toEqual([['GET', parts, declared]]);
    });

    test('needs no other permission than without it', () => {
      const permissions = (template: Template) =>
        resourcesOf(template.toJSON(), 'AWS::Lambda::Permission');
      expect(permissions(cached)).toEqual(permissions(api));
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
    // Comes with its operation, once the description has it.
    const replay = 'ReplayRequest' in DESCRIPTION.components.schemas;
    expect(models.map(([, { Name, Schema }]) => [Name, Schema.type])).toEqual([
      ['OrderRequest', 'object'],
      // A patch names no schema: any field may be missing from it.
      ['amendOrder', 'object'],
      ['TransitionRequest', 'object'],
      ...(replay ? [['ReplayRequest', 'object']] : []),
    ]);
    const checked = resourcesOf(api.toJSON(), 'AWS::ApiGateway::Method').filter(
      ([, method]) => method.RequestValidatorId,
    );
    const model = (index: number, mediaType = 'application/json') => ({
      [mediaType]: { Ref: models[index]?.[0] },
    });
    expect(
      checked.map(([, method]) => [
        `${method.HttpMethod} ${pathOf(method.ResourceId)}`,
        method.RequestModels,
      ]),
    ).toEqual([
      ['POST /orders', model(0)],
      ['PATCH /orders/{orderId}', model(1, 'application/merge-patch+json')],
      ['POST /orders/{orderId}/transitions', model(2)],
      ...(replay ? [['POST /ops/dlq/replays', model(3)]] : []),
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
    const busy = synthesize('prod', { requestsPerAddress: 50_000 }).api;
    const [, other] = resourcesOf(busy.toJSON(), 'AWS::WAFv2::WebACL')[0] ?? [];
    expect(other.Rules[0].Statement.RateBasedStatement.Limit).toBe(50_000);
    // An order of many lines is larger than the 8 KB that the first one allows; the others would refuse a
    // description for what it looks like.
    const overrides = acl.Rules[3].Statement.ManagedRuleGroupStatement.RuleActionOverrides;
    const bodies = ['SizeRestrictions', 'EC2MetaDataSSRF', 'GenericLFI', 'GenericRFI', 'CrossSiteScripting'];
    expect(overrides).toEqual(
      bodies.map((rule) => ({ Name: `${rule}_BODY`, ActionToUse: { Count: {} } })),
    );
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
        'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
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
  return resourcesOf(api.toJSON(), 'AWS::ApiGateway::Method')
    .map(([, { HttpMethod, ResourceId }]) => `${HttpMethod} ${pathOf(ResourceId)}`)
    .sort();
}

function pathOf({ Ref: id }: { Ref?: string }): string {
  const resource = api.findResources('AWS::ApiGateway::Resource')[id ?? '']?.['Properties'];
  return resource === undefined ? '' : `${pathOf(resource.ParentId)}/${resource.PathPart}`;
}

/** A value of a template in one line. */
function text(value: any): string {
  return typeof value === 'string'
    ? value
    : (value['Fn::Join']?.[1].map(text).join('') ?? `<${value.Ref}>`);
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete', 'head', 'options', 'trace'];
