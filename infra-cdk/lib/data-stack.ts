/**
 * Everything that must outlive a deployment: tables, buckets and accounts, and nothing that runs. The
 * topic of the alarms is here too: its subscribers would have to confirm a new one again.
 *
 * Renaming a construct here replaces the resource and leaves its data behind. A test pins the
 * logical ids.
 */
import {
  type Attribute,
  AttributeType,
  Billing,
  ContributorInsightsMode,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Access } from './access.ts';
import { DataKey } from './data-key.ts';
import type { EnvironmentProps, TokenIssuer } from './environment.ts';
import { InvoicesBucket } from './invoices-bucket.ts';
import { bucketAlarms } from './monitoring/bucket-alarms.ts';
import { Operations } from './monitoring/operations.ts';
import { bucketReplicaAlarms, tableReplicaAlarms } from './monitoring/replica-alarms.ts';
import { tableAlarms } from './monitoring/table-alarms.ts';
import { replicaIn } from './replica.ts';

export interface DataStackProps extends StackProps {
  readonly environment: EnvironmentProps;
}

export class DataStack extends Stack {
  /** One item per order. Its stream is the source of every event. */
  readonly orders: TableV2;

  /** One counter per series of invoice numbers; a table apart, so that the stream is orders only. */
  readonly invoiceSeries: TableV2;

  /**
   * One item per request that a client may send again, until it expires; a table apart, so that the
   * stream is orders only.
   */
  readonly idempotency: TableV2;

  /** Documents and the markers of what was published, under `orders/`. */
  readonly invoices: Bucket;

  /** Stream records that stream-consumer could not handle in any attempt, whole. */
  readonly streamFailures: Bucket;

  /** Who replayed or discarded which dead letter, with what was in it. */
  readonly replays: Bucket;

  /** Encrypts all of it. */
  readonly key: DataKey;

  /** Where alarms go. */
  readonly operations: Operations;

  /** Whose bearer tokens the API accepts. */
  readonly tokens: TokenIssuer;

  /** The accounts behind the tokens, unless the environment has an issuer of its own. */
  readonly access?: Access;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    const { environment } = props;
    const retained = environment.removalPolicy === RemovalPolicy.RETAIN;
    super(scope, id, { terminationProtection: retained, ...props });

    this.operations = new Operations(this, 'Operations', { environment });

    this.key = new DataKey(this, 'Key', { environment });

    const { replicaRegion } = environment;
    const replica =
      replicaRegion === undefined
        ? undefined
        : replicaIn(replicaRegion, environment.name, this);

    const table = {
      encryption: TableEncryptionV2.customerManagedKey(
        this.key,
        replica && { [replica.region]: replica.keyAliasArn },
      ),
      ...(replica && { replicas: [{ region: replica.region }] }),
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: environment.pointInTimeRecovery,
      },
      // Names the key that takes too much, when an alarm says that a table does. It counts refused
      // requests only, so it costs nothing while all goes well.
      contributorInsightsSpecification: {
        enabled: true,
        mode: ContributorInsightsMode.THROTTLED_KEYS,
      },
      deletionProtection: retained,
      removalPolicy: environment.removalPolicy,
    };

    const index = {
      // A UUIDv7, so unique and in the order of time: no second attribute has to break ties.
      sortKey: string('orderId'),
      // What a row of a list shows, in one attribute: what lists show can change, an index cannot.
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['listing'],
    };

    this.orders = new TableV2(this, 'Orders', {
      ...table,
      partitionKey: string('orderId'),
      sortKey: string('createdAt'),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      globalSecondaryIndexes: [
        // There are few statuses, and new orders share one of them: as a partition key of its own it
        // would take all writes, and a throttled index throttles its table. So the key is
        // `status#shard`, and a reader merges the shards.
        { ...index, indexName: STATUS_INDEX, partitionKey: string('statusShard') },
        { ...index, indexName: OWNER_INDEX, partitionKey: string('owner') },
      ],
    });

    this.invoiceSeries = new TableV2(this, 'InvoiceSeries', {
      ...table,
      partitionKey: string('series'),
    });

    this.idempotency = new TableV2(this, 'Idempotency', {
      ...table,
      partitionKey: string('requestKey'),
      // Frees the space some time after; whether a key still holds is for its reader to decide.
      timeToLiveAttribute: 'expiresAt',
      // By the time that somebody restores a table, these have expired.
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
    });

    tableAlarms(this.orders, this.operations, this.orders, [STATUS_INDEX, OWNER_INDEX]);
    tableAlarms(this.invoiceSeries, this.operations, this.invoiceSeries);
    tableAlarms(this.idempotency, this.operations, this.idempotency);

    const bucket = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: environment.removalPolicy,
    };

    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...bucket,
      // S3 delivers logs only to a bucket with its own encryption.
      encryption: BucketEncryption.S3_MANAGED,
      // Their lines name internet addresses, which are personal data.
      lifecycleRules: [{ id: 'forget-old-logs', expiration: Duration.days(90) }],
    });

    this.invoices = new InvoicesBucket(this, 'Invoices', {
      environment,
      key: this.key,
      accessLogs,
      replica,
    });

    this.streamFailures = new Bucket(this, 'StreamFailures', {
      ...bucket,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      // One data key for many objects, instead of a call to KMS for each.
      bucketKeyEnabled: true,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'stream-failures/',
      // Long enough to notice and to replay; the records hold personal data and must not stay.
      lifecycleRules: [{ id: 'forget-old-failures', expiration: Duration.days(90) }],
    });

    this.replays = new Bucket(this, 'Replays', {
      ...bucket,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      // Nobody changes what happened without a trace.
      versioned: true,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'replays/',
      lifecycleRules: [
        {
          id: 'forget-old-replays',
          expiration: environment.replayRetention ?? Duration.days(400),
          noncurrentVersionExpiration: Duration.days(30),
        },
      ],
    });

    if (environment.bucketRequests !== 'not counted') {
      for (const watched of [this.invoices, this.streamFailures, this.replays]) {
        bucketAlarms(watched, this.operations, watched);
      }
    }

    if (replica) {
      for (const copied of [this.orders, this.invoiceSeries, this.idempotency]) {
        tableReplicaAlarms(copied, this.operations, copied, replica);
      }
      bucketReplicaAlarms(this.invoices, this.operations, this.invoices, replica);
    }

    if (environment.tokens === undefined) {
      this.access = new Access(this, 'Access', {
        environment,
        consoleOrigins: environment.allowedOrigins ?? [],
      });
      this.tokens = this.access.tokens;
    } else {
      this.tokens = environment.tokens;
    }
  }
}

function string(name: string): Attribute {
  return { name, type: AttributeType.STRING };
}

export const STATUS_INDEX = 'StatusIndex';
export const OWNER_INDEX = 'OwnerIndex';
