/**
 * How operators see dead letters and send them again: dlq-replay answers `/ops/dlq` of the API, and
 * works off the replays that were asked for and what the night has no time for, one job at a time.
 *
 * It stands behind the queues that it looks into, and so behind the API, which has to know it all the
 * same. The function therefore has a name that is chosen, and the API calls it by that name.
 */
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { allowedOrigins } from './api-stack.ts';
import { type DataKey, encryptTablesWith } from './data-key.ts';
import { STATUS_INDEX } from './data-stack.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { EnvironmentProps, TokenIssuer } from './environment.ts';
import { FifoWorkQueue } from './fifo-work-queue.ts';
import type { Operations } from './monitoring/operations.ts';
import type { FunctionNetwork } from './network-stack.ts';
import { NightlyReconciliation } from './nightly-reconciliation.ts';
import type { OrderPipeline } from './order-pipeline.ts';
import { dlqReplayNameOf, type OrderRestApi } from './order-rest-api.ts';
import { RustFunction } from './rust-function.ts';

export interface DeadLetterReplayProps {
  readonly environment: EnvironmentProps;
  readonly operations: Operations;

  /** Encrypts jobs and what the function is told, and opens what it looks at. */
  readonly key: DataKey;

  readonly orders: TableV2;

  /** Has the marker of each change that was handled. */
  readonly invoices: Bucket;

  /** Dead letters of the stream. */
  readonly streamFailures: Bucket;

  /** Receives the audit log, the snapshots, and what was discarded. */
  readonly replays: Bucket;

  /** Its dead letters are replayed. */
  readonly pipeline: OrderPipeline;

  /** May call the function. */
  readonly restApi: OrderRestApi;

  /** Whose bearer tokens the function accepts. */
  readonly tokens: TokenIssuer;

  /** @default - the functions run outside of any network */
  readonly network?: FunctionNetwork | undefined;
}

export class DeadLetterReplay extends Construct {
  readonly jobs: FifoWorkQueue;
  readonly dlqReplay: RustFunction;

  /** The dead-letter queues of subscriptions, separated by commas, or `none`. */
  readonly subscriptionDeadLetterQueueUrls: string;

  constructor(scope: Construct, id: string, props: DeadLetterReplayProps) {
    super(scope, id);
    const { environment, operations, key, pipeline, restApi } = props;
    const timeout = Duration.seconds(60);

    this.jobs = new FifoWorkQueue(this, 'Jobs', {
      operations,
      key,
      consumerTimeout: timeout,
      removalPolicy: environment.removalPolicy,
      // A job is hidden for six minutes after a failed attempt, which is no reason to get up yet.
      waitingAlarm: {
        longerThan: Duration.minutes(15),
        happening: 'A replay, or the nightly comparison, has not moved for 15 minutes',
        runbook: 'replays-stuck',
      },
      deadLettersAlarm: {
        happening: 'A replay, or the nightly comparison, failed five times and stopped',
        runbook: 'replays-stuck',
      },
    });

    // The function refuses an empty variable, which could as well be a forgotten one.
    const urls = pipeline.subscribers.deadLetterQueues.map(({ queueUrl }) => queueUrl);
    this.subscriptionDeadLetterQueueUrls = urls.length === 0 ? 'none' : urls.join(',');

    const missedNights = new DeadLetterQueue(this, 'MissedNights', {
      operations,
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: environment.removalPolicy,
      alarm: {
        happening: 'Nobody looked for unhandled changes of orders last night',
        runbook: 'reconciliation-failed',
      },
    });

    this.dlqReplay = this.replayer(props, timeout, missedNights);

    new NightlyReconciliation(this, 'Nightly', {
      environment,
      operations,
      key,
      dlqReplay: this.dlqReplay,
      failures: missedNights,
    });

    this.dlqReplay.live.addPermission('Api', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: restApi.arnOf('/ops/*'),
    });

    new EventSourceMapping(this, 'JobsMapping', {
      target: this.dlqReplay.live,
      eventSourceArn: this.jobs.queue.queueArn,
      batchSize: 1,
      // Operators who look at dead letters are not to wait until replays are through.
      ...(environment.peakOrdersPerSecond !== undefined && { maxConcurrency: 5 }),
      reportBatchItemFailures: true,
    });
  }

  private replayer(
    props: DeadLetterReplayProps,
    timeout: Duration,
    missedNights: DeadLetterQueue,
  ): RustFunction {
    const { environment, operations, key, orders, invoices, streamFailures, replays } = props;
    const { statusChanges, subscribers } = props.pipeline;
    const { tokens } = props;
    const jobs = this.jobs.queue;

    return new RustFunction(this, 'DlqReplay', {
      environment,
      operations,
      key,
      network: props.network,
      functionName: 'dlq-replay',
      physicalName: dlqReplayNameOf(environment),
      description: 'Shows dead letters to operators and replays them',
      memorySize: 512,
      timeout,
      // Each job goes on with another. Replays end with their letters, comparisons with their window.
      recursiveLoop: RecursiveLoop.ALLOW,
      variables: {
        ORDERS_TABLE: orders.tableName,
        INVOICES_BUCKET: invoices.bucketName,
        STREAM_FAILURES_BUCKET: streamFailures.bucketName,
        REPLAYS_BUCKET: replays.bucketName,
        STATUS_CHANGES_QUEUE_URL: statusChanges.queue.queueUrl,
        DEAD_LETTER_QUEUE_URL: statusChanges.deadLetterQueue.queueUrl,
        SUBSCRIPTION_DEAD_LETTER_QUEUE_URLS: this.subscriptionDeadLetterQueueUrls,
        REPLAY_JOBS_QUEUE_URL: jobs.queueUrl,
        TOKEN_ISSUER: tokens.issuer,
        TOKEN_AUDIENCES: tokens.audiences.join(','),
        ALLOWED_ORIGINS: allowedOrigins(environment),
      },
      permissions: [
        {
          actions: [
            'sqs:ChangeMessageVisibility',
            'sqs:DeleteMessage',
            'sqs:GetQueueAttributes',
            'sqs:ReceiveMessage',
            'sqs:SendMessage',
          ],
          // The queue of status changes too: what was replayed by mistake is taken back from there, as
          // long as nobody has processed it.
          resources: [
            statusChanges.deadLetterQueue,
            statusChanges.queue,
            ...subscribers.deadLetterQueues,
          ].map(({ queueArn }) => queueArn),
        },
        {
          actions: [
            'sqs:DeleteMessage',
            'sqs:GetQueueAttributes',
            'sqs:ReceiveMessage',
            // A long replay goes on with a job of its own, and so does a long night.
            'sqs:SendMessage',
          ],
          resources: [jobs.queueArn],
        },
        {
          actions: ['s3:DeleteObject', 's3:GetObject'],
          resources: [streamFailures.arnForObjects('*')],
        },
        {
          actions: ['s3:GetObject', 's3:PutObject'],
          resources: [replays.arnForObjects('*')],
        },
        // Lists what there is; without it S3 also answers 403 instead of 404. Of the invoices it sees the
        // names only, which tell what was handled: what an order was about is not for operators.
        {
          actions: ['s3:ListBucket'],
          resources: [streamFailures.bucketArn, replays.bucketArn, invoices.bucketArn],
        },
        { actions: ['dynamodb:GetItem'], resources: [orders.tableArn] },
        // For the nightly comparison: which orders were placed in the last two days, whoever did.
        { actions: ['dynamodb:Query'], resources: [`${orders.tableArn}/index/${STATUS_INDEX}`] },
        // Lambda writes down a failed night with the role of the function.
        { actions: ['sqs:SendMessage'], resources: [missedNights.queueArn] },
        // Messages and objects take no more than tables do.
        encryptTablesWith(key),
      ],
    });
  }
}
