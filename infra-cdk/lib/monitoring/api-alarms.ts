/** Notices an API that fails, or that lets its clients wait. */
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Operations } from './operations.ts';

export function apiAlarms(scope: Construct, operations: Operations, stage: Stage): void {
  operations.alarm(scope, 'ServerErrors', {
    metric: stage.metricServerError({ statistic: 'Sum', period: Duration.minutes(2) }),
    moreThan: 5,
    happening: 'The API answered more than 5 requests in 2 minutes with a 5XX',
    runbook: 'api-errors',
  });
  operations.alarm(scope, 'SlowAnswers', {
    metric: stage.metricLatency({ statistic: 'p99', period: Duration.minutes(1) }),
    moreThan: Duration.seconds(2).toMilliseconds(),
    evaluationPeriods: 5,
    happening: 'One in a hundred requests took more than 2 seconds, for 5 minutes',
    runbook: 'api-latency',
  });
}
