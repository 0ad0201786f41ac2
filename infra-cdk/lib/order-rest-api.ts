/** The public REST API: its routes, and problem documents for what it refuses by itself. */
import {
  AuthorizationType,
  EndpointType,
  LambdaIntegration,
  ResponseType,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Authorization, EnvironmentProps } from './environments.ts';

export interface OrderRestApiProps {
  readonly environment: EnvironmentProps;

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
      defaultIntegration: new LambdaIntegration(props.handler, { allowTestInvoke: false }),
      defaultMethodOptions: { authorizationType: AUTHORIZATION_TYPES[environment.authorization] },
    });
    // The construct's own output repeats the URL under a generated name, wrong outside of AWS.
    api.node.tryRemoveChild('Endpoint');

    const orders = api.root.addResource('orders');
    orders.addMethod('POST');
    const order = orders.addResource('{orderId}');
    order.addMethod('GET');
    order.addResource('transitions').addMethod('POST');

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

const STAGE_NAME = 'v1';

const AUTHORIZATION_TYPES = {
  iam: AuthorizationType.IAM,
  none: AuthorizationType.NONE,
} satisfies Record<Authorization, AuthorizationType>;
