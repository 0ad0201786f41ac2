/** Notices messages that a topic could not deliver. */
import { type ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Operations } from './operations.ts';

export function topicAlarms(scope: Construct, operations: Operations, topic: ITopic): void {
  operations.alarm(scope, 'NotificationsFailed', {
    metric: topic.metricNumberOfNotificationsFailed({
      statistic: 'Sum',
      period: Duration.minutes(1),
    }),
    moreThan: 0,
    happening: 'A subscriber did not get a notification',
    runbook: 'notifications-failed',
  });
}
