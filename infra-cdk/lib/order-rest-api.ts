/**
 * The public REST API: its routes, and problem documents for what it refuses by itself.
 *
 * There is no cache at the stage unless an environment asks for one (`orderCache`): the `ETag` of an
 * order makes repeated reads cheap.
 */
import {
  AccessLogFormat,
  AuthorizationType,
  AwsIntegration,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  type Model,
  Period,
  ResponseType,
  RestApi,
  type Stage,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ROUTES } from './api-routes.ts';
import { capacityOf, REQUESTS_PER_SECOND } from './capacity.ts';
import type { DataKey } from './data-key.ts';
import type { ApiKeyLimits, EnvironmentProps } from './environment.ts';
import { apiAlarms } from './monitoring/api-alarms.ts';
import type { Operations } from './monitoring/operations.ts';
import { CACHED, cachedMethod, cacheOptions } from './order-cache.ts';
import { type RequestBody, requestBodyOf } from './request-bodies.ts';
import { WebAcl } from './web-acl.ts';

export interface OrderRestApiProps {
  readonly environment: EnvironmentProps;
  readonly operations: Operations;

  /** Encrypts the access logs. */
  readonly key: DataKey;

  /** Answers all routes but those of operators. */
  readonly orderApi: IFunction;
}

export class OrderRestApi extends Construct {
  /** Where clients reach the API, without a trailing slash. */
  readonly url: string;

  readonly stage: Stage;

  private readonly api: RestApi;

  constructor(scope: Construct, id: string, props: OrderRestApiProps) {
    super(scope, id);
    const { environment } = props;

    const accessLogs = new LogGroup(this, 'AccessLogs', {
      encryptionKey: props.key,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: environment.removalPolicy,
    });

    const { requestsPerSecond = REQUESTS_PER_SECOND } = capacityOf(environment) ?? {};
    // Over all callers. Those of two seconds may come at once.
    const limits = {
      throttlingRateLimit: requestsPerSecond,
      throttlingBurstLimit: 2 * requestsPerSecond,
    };
    const isCached = environment.orderCache === 'five minutes';
    const api = new RestApi(this, 'Api', {
      restApiName: apiNameOf(environment),
      description: 'Orders: create, read, and move through their states',
      endpointTypes: [EndpointType.REGIONAL],
      // The role is a setting of the whole account and region, which other APIs may use by now: it
      // stays when this stack goes.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: STAGE_NAME,
        ...limits,
        ...(isCached && cacheOptions(limits)),
        tracingEnabled: true,
        accessLogDestination: new LogGroupLogDestination(accessLogs),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_LINE)),
      },
      defaultIntegration: new LambdaIntegration(props.orderApi, {
        // One permission instead of one for each method and path.
        scopePermissionToMethod: false,
      }),
      // The functions verify bearer tokens themselves, the same way everywhere.
      defaultMethodOptions: { authorizationType: AuthorizationType.NONE },
    });
    this.api = api;
    // The construct's own output repeats the URL under a generated name, wrong outside of AWS.
    api.node.tryRemoveChild('Endpoint');
    this.stage = api.deploymentStage;
    if (environment.firewall !== 'none') {
      new WebAcl(this, 'Firewall', { environment, stage: this.stage });
    }
    apiAlarms(this, props.operations, this.stage);

    const bodies = api.addRequestValidator('Bodies', { validateRequestBody: true });
    const models = new Map<string, Model>();
    const integrations = {
      'order-api': undefined,
      'dlq-replay': this.callByName(dlqReplayNameOf(environment)),
    };
    const cached = isCached ? cachedMethod(props.orderApi) : undefined;
    for (const { path, methods, answeredBy } of ROUTES) {
      const resource = api.root.resourceForPath(path);
      const integration = integrations[answeredBy];
      for (const method of methods) {
        const body = requestBodyOf(method, path);
        const cache = method === CACHED.method && path === CACHED.path ? cached : undefined;
        resource.addMethod(method, cache?.integration ?? integration, {
          ...(cache && { requestParameters: cache.requestParameters }),
          apiKeyRequired: environment.apiKeys !== undefined,
          ...(body && {
            requestValidator: bodies,
            requestModels: { [body.mediaType]: modelOf(api, body, models) },
          }),
        });
      }
      // Preflights of browsers go to the function too, because an answer by the gateway can name one
      // origin only. They never carry a key.
      resource.addMethod('OPTIONS', integration);
    }

    if (environment.apiKeys !== undefined) {
      this.addUsagePlan(api, environment.apiKeys);
    }

    // `$context.error.messageString` brings its own quotes. It is left out of the server's errors,
    // where it could name what is behind the API.
    this.addProblemResponse(api, ResponseType.DEFAULT_4XX, {
      title: 'The request was refused before it reached the order service',
      detail: '$context.error.messageString',
    });
    this.addProblemResponse(api, ResponseType.DEFAULT_5XX, {
      title: 'The order service did not answer',
      detail: '"try again later; the same Idempotency-Key is safe to send again"',
    });

    const { region, urlSuffix } = Stack.of(this);
    this.url =
      environment.apiBaseUrl?.(api.restApiId, STAGE_NAME) ??
      `https://${api.restApiId}.execute-api.${region}.${urlSuffix}/${STAGE_NAME}`;
  }

  /** Requests for `path` and what is below it, as a permission to call a function names them. */
  arnOf(path: `/${string}`): string {
    return this.api.arnForExecuteApi('*', path, '*');
  }

  /** A function that is deployed after the API, and allows it to call. */
  private callByName(functionName: string): AwsIntegration {
    const { account, partition, region } = Stack.of(this);
    const arn = `arn:${partition}:lambda:${region}:${account}:function:${functionName}:live`;
    return new AwsIntegration({
      proxy: true,
      service: 'lambda',
      path: `2015-03-31/functions/${arn}/invocations`,
    });
  }

  /** Without a plan that names its stage, a key opens nothing. */
  private addUsagePlan(api: RestApi, limits: ApiKeyLimits): void {
    const plan = api.addUsagePlan('UsagePlan', {
      name: api.restApiName,
      apiStages: [{ api, stage: api.deploymentStage }],
      throttle: { rateLimit: limits.requestsPerSecond, burstLimit: limits.burst },
      quota: { limit: limits.requestsPerDay, period: Period.DAY },
    });
    plan.addApiKey(api.addApiKey('ApiKey'));
  }

  /** Gives an error of the gateway itself the shape of RFC 9457, like those of order-api. */
  private addProblemResponse(
    api: RestApi,
    type: ResponseType,
    problem: { title: string; detail: string },
  ): void {
    api.addGatewayResponse(`Problem${type.responseType}`, {
      type,
      responseHeaders: {
        'Content-Type': "'application/problem+json'",
        // Or the console could not tell a refusal from a network that is down. It says nothing about
        // anybody, so any page may read it.
        'Access-Control-Allow-Origin': "'*'",
      },
      templates: {
        // The gateway chooses a template by this media type; the header above is what clients see.
        'application/json':
          `{"type":"about:blank","title":"${problem.title}","detail":${problem.detail},` +
          '"code":"$context.error.responseType","requestId":"$context.requestId"}',
      },
    });
  }
}

/** One model for each schema, however many operations take it. */
function modelOf(api: RestApi, body: RequestBody, models: Map<string, Model>): Model {
  const model =
    models.get(body.name) ??
    api.addModel(body.name, {
      modelName: body.name,
      contentType: body.mediaType,
      schema: body.schema,
    });
  models.set(body.name, model);
  return model;
}

/**
 * A line for each request, with nothing that names a person or an order: no address, no token, no
 * browser, and the route in the place of the path.
 */
const ACCESS_LOG_LINE = {
  time: '$context.requestTime',
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  traceId: '$context.xrayTraceId',
  method: '$context.httpMethod',
  route: '$context.resourcePath',
  status: '$context.status',
  responseLength: '$context.responseLength',
  latency: '$context.responseLatency',
  functionLatency: '$context.integrationLatency',
  functionStatus: '$context.integrationStatus',
  error: '$context.error.responseType',
  firewall: '$context.wafResponseCode',
};

export const STAGE_NAME = 'v1';

export function apiNameOf(environment: EnvironmentProps): string {
  return `orders-${environment.name}`;
}

/** The API calls dlq-replay by it, before the function is there. */
export function dlqReplayNameOf(environment: EnvironmentProps): string {
  return `${apiNameOf(environment)}-dlq-replay`;
}
