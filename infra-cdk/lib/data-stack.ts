/**
 * Everything that must outlive a deployment: tables and buckets, and nothing that runs.
 *
 * Renaming a construct here replaces the resource and leaves its data behind. A test pins the
 * logical ids.
 */
import { AttributeType, Billing, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { EnvironmentProps } from './environments.ts';

export interface DataStackProps extends StackProps {
  readonly environment: EnvironmentProps;
}

export class DataStack extends Stack {
  /** One item per order. Its stream is the source of every event. */
  readonly orders: TableV2;

  /** One counter per series of invoice numbers; a table apart, so that the stream is orders only. */
  readonly invoiceSeries: TableV2;

  /** Documents and the markers of what was published, under `orders/`. */
  readonly invoices: Bucket;

  /** Stream records that stream-consumer could not handle in any attempt, whole. */
  readonly streamFailures: Bucket;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    const { environment } = props;
    const retained = environment.removalPolicy === RemovalPolicy.RETAIN;
    super(scope, id, { terminationProtection: retained, ...props });

    const table = {
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: environment.pointInTimeRecovery,
      },
      deletionProtection: retained,
      removalPolicy: environment.removalPolicy,
    };

    this.orders = new TableV2(this, 'Orders', {
      ...table,
      partitionKey: { name: 'orderId', type: AttributeType.STRING },
      sortKey: { name: 'createdAt', type: AttributeType.STRING },
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    });

    this.invoiceSeries = new TableV2(this, 'InvoiceSeries', {
      ...table,
      partitionKey: { name: 'series', type: AttributeType.STRING },
    });

    const bucket = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: environment.removalPolicy,
    };

    this.invoices = new Bucket(this, 'Invoices', { ...bucket, versioned: true });

    this.streamFailures = new Bucket(this, 'StreamFailures', {
      ...bucket,
      // Long enough to notice and to replay; the records hold personal data and must not stay.
      lifecycleRules: [{ id: 'forget-old-failures', expiration: Duration.days(90) }],
    });
  }
}
