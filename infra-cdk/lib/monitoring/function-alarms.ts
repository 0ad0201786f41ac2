/** Notices a function that fails, or that is called more often than it may run. */
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Operations } from './operations.ts';

export function functionAlarms(
  scope: Construct,
  operations: Operations,
  functionName: string,
  lambda: IFunction,
): void {
  const inOneMinute = { statistic: 'Sum', period: Duration.minutes(1) };
  operations.alarm(scope, 'Errors', {
    metric: lambda.metricErrors(inOneMinute),
    moreThan: 5,
    happening: `${functionName} failed more than 5 times in a minute`,
    runbook: 'function-errors',
  });
  operations.alarm(scope, 'Throttles', {
    metric: lambda.metricThrottles(inOneMinute),
    moreThan: 0,
    happening: `${functionName} was called and could not run`,
    runbook: 'function-throttles',
  });
}

/** Notices a function that falls behind the stream that it reads. */
export function streamReaderAlarms(
  scope: Construct,
  operations: Operations,
  functionName: string,
  lambda: IFunction,
): void {
  operations.alarm(scope, 'IteratorAge', {
    metric: lambda.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(1) }),
    moreThan: Duration.minutes(1).toMilliseconds(),
    // One retried record makes one late minute.
    evaluationPeriods: 3,
    happening: `${functionName} is more than a minute behind its stream`,
    runbook: 'stream-behind',
  });
}
