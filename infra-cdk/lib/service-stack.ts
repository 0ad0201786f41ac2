/** Everything that runs. It holds no orders and no documents, and can be replaced at any time. */
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { EnvironmentProps } from './environments.ts';
import { OrderPipeline } from './order-pipeline.ts';
import { OrderRestApi } from './order-rest-api.ts';
import { RustFunction } from './rust-function.ts';

export interface ServiceStackProps extends StackProps {
  readonly environment: EnvironmentProps;
  readonly orders: TableV2;
  readonly invoiceSeries: TableV2;
  readonly invoices: Bucket;
  readonly streamFailures: Bucket;
}

export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { environment, orders, invoiceSeries, invoices, streamFailures } = props;

    const orderApi = new RustFunction(this, 'OrderApi', {
      environment,
      functionName: 'order-api',
      description: 'Answers the REST API of orders',
      memorySize: 512,
      timeout: environment.orderApiTimeout ?? Duration.seconds(10),
      variables: {
        ORDERS_TABLE: orders.tableName,
        INVOICE_SERIES_TABLE: invoiceSeries.tableName,
      },
      permissions: [
        {
          actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
          resources: [orders.tableArn, invoiceSeries.tableArn],
        },
      ],
    });

    const api = new OrderRestApi(this, 'RestApi', { environment, handler: orderApi.function });

    const pipeline = new OrderPipeline(this, 'Pipeline', {
      environment,
      orders,
      invoices,
      streamFailures,
      orderUrlBase: `${api.url}/orders`,
    });

    // The names are a contract with whoever starts, tests and operates the system.
    const outputs = {
      ApiUrl: api.url,
      OrdersTableName: orders.tableName,
      InvoiceSeriesTableName: invoiceSeries.tableName,
      InvoicesBucketName: invoices.bucketName,
      StreamFailuresBucketName: streamFailures.bucketName,
      StatusChangesQueueUrl: pipeline.statusChanges.queue.queueUrl,
      DeadLetterQueueUrl: pipeline.statusChanges.deadLetterQueue.queueUrl,
      NotificationsTopicArn: pipeline.notifications.topicArn,
    };
    for (const [name, value] of Object.entries(outputs)) {
      new CfnOutput(this, name, { value });
    }
  }
}
