/** Notices an API that fails, or that lets its clients wait. */
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
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

/**
 * Requests that the API answered with a 5XX. It names the API and takes it from no construct: the API
 * calls a function whose rollout depends on this metric, and could not depend on the API in turn.
 */
export function serverErrorsOf(apiName: string, stageName: string): Metric {
  return new Metric({
    namespace: 'AWS/ApiGateway',
    metricName: '5XXError',
    dimensionsMap: { ApiName: apiName, Stage: stageName },
    statistic: 'Sum',
    period: Duration.minutes(1),
  });
}
