import { describe, expect, test } from 'vitest';
import { Match } from 'aws-cdk-lib/assertions';
import { synthesize } from './synthesized.ts';

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
