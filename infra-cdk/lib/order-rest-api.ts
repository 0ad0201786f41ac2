/** The public REST API: its routes, and problem documents for what it refuses by itself. */
import {
  AuthorizationType,
  EndpointType,
  type IResource,
  LambdaIntegration,
  type Resource,
  ResponseType,
  RestApi,
  type Stage,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EnvironmentProps } from './environments.ts';
import { apiAlarms } from './monitoring/api-alarms.ts';
import type { Operations } from './monitoring/operations.ts';

export interface OrderRestApiProps {
  readonly environment: EnvironmentProps;
  readonly operations: Operations;

  /** Answers every route. */
  readonly handler: IFunction;

  /**
   * Requests per second that a stage lets through to its handler, over all clients.
   *
   * @default 500
   */
  readonly rateLimit?: number;

  /**
   * Requests that may come at once, above the rate.
   *
   * @default 1000
   */
  readonly burstLimit?: number;
}

export class OrderRestApi extends Construct {
  /** Where clients reach the API, without a trailing slash. */
  readonly url: string;

  readonly stage: Stage;

  constructor(scope: Construct, id: string, props: OrderRestApiProps) {
    super(scope, id);
    const { environment } = props;

    const api = new RestApi(this, 'Api', {
      restApiName: `orders-${environment.name}`,
      description: 'Orders: create, read, and move through their states',
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName: STAGE_NAME,
        throttlingRateLimit: props.rateLimit ?? 500,
        throttlingBurstLimit: props.burstLimit ?? 1000,
      },
      defaultIntegration: new LambdaIntegration(props.handler, {
        // One permission instead of one for each method and path; the API has no other handler.
        scopePermissionToMethod: false,
      }),
      // The function verifies bearer tokens itself, the same way everywhere.
      defaultMethodOptions: { authorizationType: AuthorizationType.NONE },
    });
    // The construct's own output repeats the URL under a generated name, wrong outside of AWS.
    api.node.tryRemoveChild('Endpoint');
    this.stage = api.deploymentStage;
    apiAlarms(this, props.operations, this.stage);

    const orders = addRoutes(api.root, 'orders', ['GET', 'POST']);
    const order = addRoutes(orders, '{orderId}', ['GET', 'PATCH']);
    addRoutes(order, 'events', ['GET']);
    addRoutes(order, 'invoice', ['GET']);
    addRoutes(order, 'credit-note', ['GET']);
    addRoutes(order, 'transitions', ['POST']);

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

  /** Gives an error of the gateway itself the shape of RFC 9457, like those of order-api. */
  private addProblemResponse(
    api: RestApi,
    type: ResponseType,
    problem: { title: string; detail: string },
  ): void {
    api.addGatewayResponse(`Problem${type.responseType}`, {
      type,
      responseHeaders: { 'Content-Type': "'application/problem+json'" },
      templates: {
        // The gateway chooses a template by this media type; the header above is what clients see.
        'application/json':
          `{"type":"about:blank","title":"${problem.title}","detail":${problem.detail},` +
          '"code":"$context.error.responseType","requestId":"$context.requestId"}',
      },
    });
  }
}

/**
 * Adds a resource that answers these methods, and the preflights of browsers: those go to the
 * function too, because an answer by the gateway can name one origin only.
 */
function addRoutes(parent: IResource, path: string, methods: readonly string[]): Resource {
  const resource = parent.addResource(path);
  for (const method of [...methods, 'OPTIONS']) {
    resource.addMethod(method);
  }
  return resource;
}

const STAGE_NAME = 'v1';
