/** The front door: order-api behind the REST API. Callers see nothing else of the system. */
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { type DataKey, encryptTablesWith } from './data-key.ts';
import { OWNER_INDEX, STATUS_INDEX } from './data-stack.ts';
import type { EnvironmentProps, TokenIssuer } from './environment.ts';
import { serverErrorsOf } from './monitoring/api-alarms.ts';
import type { Operations } from './monitoring/operations.ts';
import type { FunctionNetwork } from './network-stack.ts';
import { apiNameOf, OrderRestApi, STAGE_NAME } from './order-rest-api.ts';
import { RustFunction } from './rust-function.ts';

export interface ApiStackProps extends StackProps {
  readonly environment: EnvironmentProps;
  readonly operations: Operations;

  /** Encrypts what order-api reads, writes and is told. */
  readonly key: DataKey;

  readonly orders: TableV2;
  readonly invoiceSeries: TableV2;
  readonly idempotency: TableV2;
  readonly invoices: Bucket;

  /** Whose bearer tokens the API accepts. */
  readonly tokens: TokenIssuer;

  /** @default - the functions run outside of any network */
  readonly network?: FunctionNetwork | undefined;
}

export class ApiStack extends Stack {
  readonly orderApi: RustFunction;
  readonly restApi: OrderRestApi;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { environment, key, operations, orders, invoiceSeries, idempotency, invoices } = props;
    const { tokens } = props;

    const cursorKey = new Secret(this, 'CursorKey', {
      description: 'Signs the cursors of order lists',
      encryptionKey: key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });

    this.orderApi = new RustFunction(this, 'OrderApi', {
      environment,
      operations,
      key,
      network: props.network,
      functionName: 'order-api',
      description: 'Answers the REST API of orders',
      memorySize: 512,
      timeout: environment.orderApiTimeout ?? Duration.seconds(10),
      warm: environment.warmOrderApi,
      rolloutFailures: { ServerErrors: serverErrorsOf(apiNameOf(environment), STAGE_NAME) },
      variables: {
        ORDERS_TABLE: orders.tableName,
        INVOICE_SERIES_TABLE: invoiceSeries.tableName,
        INVOICE_SERIES_COUNT: String(environment.invoiceSeries ?? 1),
        IDEMPOTENCY_TABLE: idempotency.tableName,
        INVOICES_BUCKET: invoices.bucketName,
        // Resolved by CloudFormation, so whoever may read the configuration of the function can read
        // it. All that it protects are page cursors, and who gets that far can read the orders
        // themselves; a permission and a call at each cold start would protect nothing more.
        CURSOR_KEY: cursorKey.secretValue.unsafeUnwrap(),
        TOKEN_ISSUER: tokens.issuer,
        TOKEN_AUDIENCES: tokens.audiences.join(','),
        ALLOWED_ORIGINS: allowedOrigins(environment),
      },
      permissions: [
        {
          actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
          resources: [orders.tableArn, idempotency.tableArn],
        },
        {
          actions: ['dynamodb:Query'],
          resources: [STATUS_INDEX, OWNER_INDEX].map((name) => `${orders.tableArn}/index/${name}`),
        },
        {
          actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
          resources: [invoiceSeries.tableArn],
        },
        // Links to documents are signed with the role of the function, and allow what it allows.
        {
          actions: ['s3:GetObject', 's3:GetObjectVersion'],
          resources: [
            invoices.arnForObjects('orders/*/invoice.pdf'),
            invoices.arnForObjects('orders/*/credit-note.pdf'),
          ],
        },
        // Markers tell how far a change has been processed.
        { actions: ['s3:GetObject'], resources: [invoices.arnForObjects('orders/*/events/*')] },
        // Without it S3 answers 403 instead of 404 for a document that does not exist yet.
        { actions: ['s3:ListBucket'], resources: [invoices.bucketArn] },
        encryptTablesWith(key),
      ],
    });

    this.restApi = new OrderRestApi(this, 'RestApi', {
      environment,
      operations,
      key,
      orderApi: this.orderApi.live,
    });

    // Only the dashboard asks for these. Without it they would go, which CloudFormation refuses as long as
    // the stack with the dashboard has not been deployed without it.
    this.exportValue(this.restApi.stage.stageName);
    this.exportValue(this.orderApi.function.functionName);
  }
}

/** A function refuses an empty variable, which could as well be a forgotten one. */
export function allowedOrigins(environment: EnvironmentProps): string {
  const origins = environment.allowedOrigins ?? [];
  return origins.length === 0 ? 'none' : origins.join(',');
}
