/**
 * A queue that keeps the order of each group, worked off by one function, with the dead-letter queue
 * behind it.
 */
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { DeduplicationScope, FifoThroughputLimit, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration, type RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type DeadLettersAlarm, DeadLetterQueue } from './dead-letter-queue.ts';
import type { Operations } from './monitoring/operations.ts';
import { type WaitingAlarm, WorkQueue } from './work-queue.ts';

export interface FifoWorkQueueProps {
  readonly operations: Operations;

  /** Encrypts the messages. */
  readonly key: IKey;

  /** Timeout of the function that receives from the queue. */
  readonly consumerTimeout: Duration;

  /** What happens to waiting and parked messages when the stack goes. */
  readonly removalPolicy: RemovalPolicy;

  /** @default - as `WorkQueue` has it */
  readonly waitingAlarm?: WaitingAlarm;

  /** @default - as `DeadLetterQueue` has it */
  readonly deadLettersAlarm?: DeadLettersAlarm;
}

export class FifoWorkQueue extends Construct {
  readonly queue: WorkQueue;
  readonly deadLetterQueue: DeadLetterQueue;

  /** How often a message is delivered. A consumer can park it itself, with the reason, at the last. */
  readonly maxReceiveCount = 5;

  constructor(scope: Construct, id: string, props: FifoWorkQueueProps) {
    super(scope, id);
    const { operations, key } = props;

    const fifo = {
      fifo: true,
      // Senders name the event themselves: two equal bodies are not always the same event.
      contentBasedDeduplication: false,
      // Together: throughput grows with the number of groups instead of sharing one limit.
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      // Each data key is used for an hour, instead of five minutes, before KMS is asked for another.
      dataKeyReuse: Duration.hours(1),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: props.removalPolicy,
    };

    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters', {
      ...fifo,
      operations,
      ...(props.deadLettersAlarm && { alarm: props.deadLettersAlarm }),
    });

    this.queue = new WorkQueue(this, 'Queue', {
      ...fifo,
      operations,
      // Lambda's own advice: room for retries of a throttled invocation before it is visible again.
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeout.toSeconds()),
      deadLetterQueue: this.deadLetterQueue,
      maxReceiveCount: this.maxReceiveCount,
      ...(props.waitingAlarm && { alarm: props.waitingAlarm }),
    });
  }
}
