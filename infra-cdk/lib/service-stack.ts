/** Everything that runs behind the API. It holds no orders and no documents. */
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Access } from './access.ts';
import type { DataKey } from './data-key.ts';
import { DeadLetterReplay } from './dead-letter-replay.ts';
import type { EnvironmentProps, TokenIssuer } from './environment.ts';
import { OrdersDashboard } from './monitoring/dashboard.ts';
import type { Operations } from './monitoring/operations.ts';
import type { FunctionNetwork } from './network-stack.ts';
import { OrderPipeline } from './order-pipeline.ts';
import type { OrderRestApi } from './order-rest-api.ts';
import type { RustFunction } from './rust-function.ts';

export interface ServiceStackProps extends StackProps {
  readonly environment: EnvironmentProps;
  readonly operations: Operations;

  /** Encrypts what the functions read, write and are told. */
  readonly key: DataKey;

  readonly orders: TableV2;
  readonly invoiceSeries: TableV2;
  readonly idempotency: TableV2;
  readonly invoices: Bucket;
  readonly streamFailures: Bucket;
  readonly replays: Bucket;

  /** Where people see their orders, without a trailing slash. */
  readonly consoleUrl: string;

  readonly orderApi: RustFunction;
  readonly restApi: OrderRestApi;

  /** Whose bearer tokens the API accepts. */
  readonly tokens: TokenIssuer;

  /** @default - the issuer has its accounts elsewhere */
  readonly access?: Access | undefined;

  /** @default - the functions run outside of any network */
  readonly network?: FunctionNetwork | undefined;
}

export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { environment, orders, invoiceSeries, idempotency, invoices } = props;
    const { streamFailures, replays, key, operations, orderApi, restApi, tokens, access } = props;

    const pipeline = new OrderPipeline(this, 'Pipeline', {
      environment,
      operations,
      key,
      orders,
      invoices,
      streamFailures,
      network: props.network,
      orderUrlBase: `${props.consoleUrl}/orders`,
    });

    const replay = new DeadLetterReplay(this, 'Replay', {
      environment,
      operations,
      key,
      orders,
      invoices,
      streamFailures,
      replays,
      pipeline,
      restApi,
      tokens,
      network: props.network,
    });

    if (environment.dashboard !== 'none') {
      new OrdersDashboard(this, 'Dashboard', {
        environment,
        stage: restApi.stage,
        orders,
        streamConsumer: pipeline.streamConsumer.function,
        functions: {
          'order-api': orderApi.function,
          'stream-consumer': pipeline.streamConsumer.function,
          'pdf-worker': pipeline.pdfWorker.function,
          'dlq-replay': replay.dlqReplay.function,
        },
        statusChanges: pipeline.statusChanges.queue,
        deadLetters: pipeline.statusChanges.deadLetterQueue,
        notifications: pipeline.notifications,
        replayJobs: replay.jobs.queue,
        stuckReplays: replay.jobs.deadLetterQueue,
      });
    }

    // The names are a contract with whoever starts, tests and operates the system.
    const outputs = {
      ApiUrl: restApi.url,
      OrdersTableName: orders.tableName,
      OrdersStreamArn: orders.tableStreamArn ?? '',
      InvoiceSeriesTableName: invoiceSeries.tableName,
      IdempotencyTableName: idempotency.tableName,
      InvoicesBucketName: invoices.bucketName,
      StreamFailuresBucketName: streamFailures.bucketName,
      ReplaysBucketName: replays.bucketName,
      StreamConsumerName: pipeline.streamConsumer.function.functionName,
      StatusChangesQueueUrl: pipeline.statusChanges.queue.queueUrl,
      DeadLetterQueueUrl: pipeline.statusChanges.deadLetterQueue.queueUrl,
      SubscriptionDeadLetterQueueUrls: replay.subscriptionDeadLetterQueueUrls,
      ReplayJobsQueueUrl: replay.jobs.queue.queueUrl,
      DlqReplayName: replay.dlqReplay.function.functionName,
      NotificationsTopicArn: pipeline.notifications.topicArn,
      OperationsTopicArn: operations.topic.topicArn,
      TokenIssuer: tokens.issuer,
      // As whom the console signs people in.
      ConsoleClientId: access?.clientIds.console ?? 'console',
      ...(access && {
        UserPoolId: access.userPool.userPoolId,
        TokenUrl: access.tokenUrl,
        OrdersClientId: access.clientIds.orders,
        OperatorsClientId: access.clientIds.operators,
      }),
    };
    for (const [name, value] of Object.entries(outputs)) {
      new CfnOutput(this, name, { value });
    }
  }
}
