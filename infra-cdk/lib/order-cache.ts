/**
 * Keeps the answers to `GET /orders/{orderId}` at the stage, and no others.
 *
 * Who may see an order is decided in the function, so an answer is kept for the token that asked, and
 * for whatever else it depends on: the version that the caller has (without it, an answer 304 would go
 * to somebody who has none) and the origin that the answer allows.
 */
import { LambdaIntegration, type StageOptions } from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';

export const CACHED = { method: 'GET', path: '/orders/{orderId}' } as const;

/** What the answer depends on, and whether a request has to have it. */
const KEY = {
  'method.request.path.orderId': true,
  'method.request.header.Authorization': false,
  'method.request.header.If-None-Match': false,
  'method.request.header.Origin': false,
} as const;

export type StageLimits = Required<
  Pick<StageOptions, 'throttlingRateLimit' | 'throttlingBurstLimit'>
>;

/** For the stage: a method that has settings of its own inherits none of the stage's. */
export function cacheOptions(limits: StageLimits): StageOptions {
  return {
    cacheClusterEnabled: true,
    cacheClusterSize: '0.5',
    // Unless it is said, API Gateway keeps the answers to every GET.
    cachingEnabled: false,
    methodOptions: {
      [`${CACHED.path}/${CACHED.method}`]: {
        ...limits,
        cachingEnabled: true,
        cacheTtl: Duration.minutes(5),
        cacheDataEncrypted: true,
      },
    },
  };
}

/** For the method: what its answers are kept by. */
export function cachedMethod(orderApi: IFunction) {
  return {
    integration: new LambdaIntegration(orderApi, {
      scopePermissionToMethod: false,
      cacheKeyParameters: Object.keys(KEY),
    }),
    requestParameters: KEY,
  };
}
