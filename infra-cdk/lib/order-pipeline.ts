/**
 * From a written order to a document and a notification:
 * orders stream → stream-consumer → status changes → pdf-worker → invoices and notifications.
 */
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { S3OnFailureDestination } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Annotations, Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { capacityOf, LANES_PER_SHARD } from './capacity.ts';
import { type DataKey, encryptWith } from './data-key.ts';
import { documentDesign } from './document-design.ts';
import type { EnvironmentProps } from './environment.ts';
import { FifoWorkQueue } from './fifo-work-queue.ts';
import {
  givenUpRecordsAlarms,
  streamReaderAlarms,
  unreadStreamAlarm,
} from './monitoring/function-alarms.ts';
import type { Operations } from './monitoring/operations.ts';
import { parkedMessageAlarms, parkedMessages } from './monitoring/pipeline-metrics.ts';
import { topicAlarms } from './monitoring/topic-alarms.ts';
import type { FunctionNetwork } from './network-stack.ts';
import { RustFunction } from './rust-function.ts';
import { EXAMPLE_SELLER } from './seller.ts';
import { Subscribers } from './subscribers.ts';

export interface OrderPipelineProps {
  readonly environment: EnvironmentProps;
  readonly operations: Operations;

  /** Encrypts messages, notifications and what the functions are told. */
  readonly key: DataKey;

  /** Its stream starts the pipeline. */
  readonly orders: TableV2;

  /** Receives the documents. */
  readonly invoices: Bucket;

  /** Receives stream records that failed in every attempt. */
  readonly streamFailures: Bucket;

  /** Links in notifications are this and `/{orderId}`. */
  readonly orderUrlBase: string;

  /** @default - the functions run outside of any network */
  readonly network?: FunctionNetwork | undefined;
}

export class OrderPipeline extends Construct {
  /** In order for each order. */
  readonly statusChanges: FifoWorkQueue;
  readonly notifications: Topic;
  readonly subscribers: Subscribers;
  readonly streamConsumer: RustFunction;
  readonly pdfWorker: RustFunction;

  constructor(scope: Construct, id: string, props: OrderPipelineProps) {
    super(scope, id);
    const { environment, operations, key } = props;
    const workerTimeout = environment.pdfWorkerTimeout ?? Duration.seconds(30);

    this.statusChanges = new FifoWorkQueue(this, 'StatusChanges', {
      operations,
      key,
      consumerTimeout: workerTimeout,
      removalPolicy: environment.removalPolicy,
    });

    this.notifications = new Topic(this, 'Notifications', {
      displayName: 'Orders',
      masterKey: key,
      enforceSSL: true,
    });
    this.subscribers = new Subscribers(this, 'Subscribers', {
      environment,
      operations,
      key,
      topic: this.notifications,
    });

    topicAlarms(this.notifications, operations, this.notifications);

    this.streamConsumer = this.consumeStream(props);
    this.pdfWorker = this.consumeStatusChanges(props, workerTimeout);
  }

  private consumeStream(props: OrderPipelineProps): RustFunction {
    const { environment, operations, key, orders, streamFailures } = props;
    const { queue, deadLetterQueue } = this.statusChanges;

    const consumer = new RustFunction(this, 'StreamConsumer', {
      environment,
      operations,
      key,
      network: props.network,
      functionName: 'stream-consumer',
      description: 'Turns changes of orders into status changes on the queue',
      memorySize: 256,
      rolloutFailures: { Parked: parkedMessages(environment.name, 'stream-consumer') },
      timeout: environment.streamConsumerTimeout ?? Duration.seconds(30),
      variables: {
        STATUS_CHANGES_QUEUE_URL: queue.queueUrl,
        DEAD_LETTER_QUEUE_URL: deadLetterQueue.queueUrl,
      },
      permissions: [
        {
          actions: [
            'dynamodb:DescribeStream',
            'dynamodb:GetRecords',
            'dynamodb:GetShardIterator',
          ],
          resources: [`${orders.tableArn}/stream/*`],
        },
        // Lambda asks for it, and it knows no resources: it tells the names of streams, and nothing else.
        { actions: ['dynamodb:ListStreams'], resources: ['*'] },
        { actions: ['sqs:SendMessage'], resources: [queue.queueArn, deadLetterQueue.queueArn] },
        // The event source mapping writes failed batches with the role of the function.
        { actions: ['s3:PutObject'], resources: [streamFailures.arnForObjects('*')] },
        { actions: ['s3:ListBucket'], resources: [streamFailures.bucketArn] },
        encryptWith(key),
      ],
    });

    streamReaderAlarms(consumer, operations, 'stream-consumer', consumer.function);
    parkedMessageAlarms(consumer, operations, environment.name, 'stream-consumer');

    const mapping = new EventSourceMapping(this, 'OrdersStream', {
      target: consumer.live,
      enabled: environment.emulatorLimits?.streamMapping === undefined,
      eventSourceArn: orders.tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      parallelizationFactor: LANES_PER_SHARD,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // A record that cannot be handled holds up its shard: give up long before the stream itself
      // forgets (24 hours) what waits behind it.
      retryAttempts: 20,
      maxRecordAge: Duration.hours(6),
      onFailure: new S3OnFailureDestination(streamFailures),
      // Without it nobody counts the records that are given up.
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    givenUpRecordsAlarms(consumer, operations, 'stream-consumer', mapping);
    if (environment.emulatorLimits?.streamMapping === undefined) {
      unreadStreamAlarm(consumer, operations, 'stream-consumer', mapping);
    }
    return consumer;
  }

  private consumeStatusChanges(props: OrderPipelineProps, timeout: Duration): RustFunction {
    const { environment, operations, key, invoices, orderUrlBase } = props;
    const { queue, deadLetterQueue, maxReceiveCount } = this.statusChanges;

    const concurrency = capacityOf(environment)?.reservedConcurrency['pdf-worker'];
    const design = documentDesign(this, environment);
    if (environment.seller === EXAMPLE_SELLER && environment.emulatorLimits === undefined) {
      Annotations.of(this).addWarningV2(
        'orders:exampleSeller',
        `\`${environment.name}\` sells as ${EXAMPLE_SELLER.name}: name the \`seller\` in environments.ts`,
      );
    }

    const worker = new RustFunction(this, 'PdfWorker', {
      environment,
      operations,
      key,
      network: props.network,
      functionName: 'pdf-worker',
      description: 'Renders the document of a status change, stores it and notifies',
      memorySize: 1024,
      // A version that cannot set a document does not crash.
      rolloutFailures: { Parked: parkedMessages(environment.name, 'pdf-worker') },
      timeout,
      variables: {
        INVOICES_BUCKET: invoices.bucketName,
        NOTIFICATIONS_TOPIC_ARN: this.notifications.topicArn,
        DEAD_LETTER_QUEUE_URL: deadLetterQueue.queueUrl,
        ORDER_URL_BASE: orderUrlBase,
        SELLER: JSON.stringify(environment.seller),
        MAX_RECEIVE_COUNT: String(maxReceiveCount),
        ...design.variables,
      },
      layers: design.layers,
      permissions: [
        {
          actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
          resources: [queue.queueArn],
        },
        { actions: ['sqs:SendMessage'], resources: [deadLetterQueue.queueArn] },
        {
          actions: ['s3:GetObject', 's3:PutObject'],
          resources: [invoices.arnForObjects('orders/*')],
        },
        // Without it S3 answers 403 instead of 404 for a document that does not exist yet.
        { actions: ['s3:ListBucket'], resources: [invoices.bucketArn] },
        { actions: ['sns:Publish'], resources: [this.notifications.topicArn] },
        encryptWith(key),
      ],
    });

    parkedMessageAlarms(worker, operations, environment.name, 'pdf-worker');

    new EventSourceMapping(this, 'StatusChangesMapping', {
      target: worker.live,
      eventSourceArn: queue.queueArn,
      batchSize: 10,
      // The queue would otherwise be read faster than the function may run, and each refusal counts as a
      // failed attempt at a message.
      ...(concurrency !== undefined && { maxConcurrency: concurrency }),
      reportBatchItemFailures: true,
    });
    return worker;
  }
}
