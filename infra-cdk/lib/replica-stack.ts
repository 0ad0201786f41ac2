/**
 * The second region's part: the bucket that gets a copy of every document, and the key for it and for
 * the copies of the tables. It is deployed before the data, which names both.
 *
 * The copies are for the day on which the main region is lost, and nothing writes to them before:
 * two regions that draw invoice numbers at once would draw the same ones, since the last writer wins.
 * There is no switch for moving: the other stacks make their own tables and bucket, and one that takes
 * these has neither been written nor rehearsed. Until then they are a copy to restore from.
 */
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { EnvironmentProps } from './environment.ts';
import { InvoicesBucket } from './invoices-bucket.ts';
import { replicaIn } from './replica.ts';

export interface ReplicaStackProps extends StackProps {
  readonly environment: EnvironmentProps;

  /** Where it is. */
  readonly replicaRegion: string;
}

export class ReplicaStack extends Stack {
  constructor(scope: Construct, id: string, props: ReplicaStackProps) {
    const { environment, replicaRegion } = props;
    const retained = environment.removalPolicy === RemovalPolicy.RETAIN;
    super(scope, id, { terminationProtection: retained, ...props });
    const replica = replicaIn(replicaRegion, environment.name, this);

    const key = new Key(this, 'Key', {
      description: `Copies of the orders and documents of ${environment.name}`,
      enableKeyRotation: true,
      removalPolicy: environment.removalPolicy,
    });
    key.addAlias(replica.keyAlias);

    const accessLogs = new Bucket(this, 'AccessLogs', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: environment.removalPolicy,
      // S3 delivers logs only to a bucket with its own encryption.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ id: 'forget-old-logs', expiration: Duration.days(90) }],
    });

    new InvoicesBucket(this, 'Invoices', {
      environment,
      key,
      accessLogs,
      bucketName: replica.bucketName,
    });
  }
}
