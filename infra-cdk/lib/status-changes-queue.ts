/**
 * The queue of status changes, in order for each order, with the dead-letter queue behind it.
 */
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
} from 'aws-cdk-lib/aws-sqs';
import { Duration, type RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

export interface StatusChangesQueueProps {
  /** Timeout of the function that receives from the queue. */
  readonly consumerTimeout: Duration;

  /** What happens to waiting and parked messages when the stack goes. */
  readonly removalPolicy: RemovalPolicy;
}

export class StatusChangesQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: StatusChangesQueueProps) {
    super(scope, id);

    const fifo = {
      fifo: true,
      // Senders name the event themselves: two equal bodies are not always the same event.
      contentBasedDeduplication: false,
      // Together: throughput grows with the number of orders instead of sharing one limit.
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: props.removalPolicy,
    };

    this.deadLetterQueue = new Queue(this, 'DeadLetters', fifo);

    this.queue = new Queue(this, 'Queue', {
      ...fifo,
      // Lambda's own advice: room for retries of a throttled invocation before it is visible again.
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 5 },
    });
  }
}
