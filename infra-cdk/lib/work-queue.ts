/**
 * A queue that somebody works off: what fails too often goes to a dead-letter queue, and messages
 * that wait too long are noticed. There is no other queue in the system.
 */
import { Queue, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import type { Operations, RunbookSection } from './monitoring/operations.ts';

export interface WorkQueueProps extends Omit<QueueProps, 'deadLetterQueue'> {
  readonly operations: Operations;

  readonly deadLetterQueue: DeadLetterQueue;

  /** How often a message may fail. */
  readonly maxReceiveCount: number;

  /** @default - a message may wait for 5 minutes */
  readonly alarm?: WaitingAlarm;
}

/** What the operators are told of a message that waits too long. */
export interface WaitingAlarm {
  readonly longerThan: Duration;
  readonly happening: string;
  readonly runbook: RunbookSection;
}

export class WorkQueue extends Queue {
  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    const { operations, deadLetterQueue, maxReceiveCount, alarm = WAITING, ...queue } = props;
    super(scope, id, { ...queue, deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount } });

    operations.alarm(this, 'OldestMessage', {
      metric: this.metricApproximateAgeOfOldestMessage({
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      moreThan: alarm.longerThan.toSeconds(),
      happening: alarm.happening,
      runbook: alarm.runbook,
    });
  }
}

const WAITING: WaitingAlarm = {
  longerThan: Duration.minutes(5),
  happening: 'A message has waited for more than 5 minutes',
  runbook: 'queue-behind',
};
