/**
 * A queue for messages that nobody could handle. Somebody hears of the first one.
 */
import { Queue, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Operations, RunbookSection } from './monitoring/operations.ts';

export interface DeadLetterQueueProps extends Omit<QueueProps, 'deadLetterQueue'> {
  readonly operations: Operations;

  /** @default - that it holds messages, and the section on dead letters of orders */
  readonly alarm?: DeadLettersAlarm;
}

/** What the operators are told of the first message. */
export interface DeadLettersAlarm {
  readonly happening: string;
  readonly runbook: RunbookSection;
}

export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    const { operations, alarm = DEAD_LETTERS, ...queue } = props;
    super(scope, id, queue);

    operations.alarm(this, 'NotEmpty', {
      metric: this.metricApproximateNumberOfMessagesVisible({
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      moreThan: 0,
      ...alarm,
    });
  }
}

const DEAD_LETTERS: DeadLettersAlarm = {
  happening: 'A dead-letter queue holds messages',
  runbook: 'dead-letters',
};
