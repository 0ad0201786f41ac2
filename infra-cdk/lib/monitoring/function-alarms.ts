/** Notices a function that fails, is called more often than it may run, or falls behind what it reads. */
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
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

/**
 * Notices records of a stream that `mapping` gave up: those that its on-failure destination keeps, and
 * those that are lost because it could not be written either. Lambda counts each of them once, among
 * the first or among the second, and only where the mapping asks for `EventCount` ("Types of metrics for
 * Lambda functions", AWS Lambda developer guide).
 */
export function givenUpRecordsAlarms(
  scope: Construct,
  operations: Operations,
  functionName: string,
  mapping: EventSourceMapping,
): void {
  const counted = (metricName: string) =>
    eventCount(mapping, metricName, { statistic: 'Sum', period: Duration.minutes(1) });
  operations.alarm(scope, 'RecordsSetAside', {
    metric: counted('OnFailureDestinationDeliveredEventCount'),
    moreThan: 0,
    happening: `Records of the stream failed in all attempts of ${functionName}, and were set aside`,
    runbook: 'records-set-aside',
  });
  operations.alarm(scope, 'RecordsLost', {
    metric: counted('DroppedEventCount'),
    moreThan: 0,
    happening: `Records of the stream failed in all attempts of ${functionName}, and nothing kept them`,
    runbook: 'records-lost',
  });
}

/**
 * Notices a stream that nobody reads, because its mapping was switched off or cannot read: without a call
 * of the function nothing else is counted either. Lambda counts each poll, and empty ones as 0.
 */
export function unreadStreamAlarm(
  scope: Construct,
  operations: Operations,
  functionName: string,
  mapping: EventSourceMapping,
): void {
  operations.alarmOnSilence(scope, 'StreamNotRead', {
    metric: eventCount(mapping, 'PolledEventCount', {
      statistic: 'SampleCount',
      period: Duration.minutes(5),
    }),
    evaluationPeriods: 3,
    happening: `Nobody has read the stream of ${functionName} for 15 minutes`,
    runbook: 'stream-not-read',
  });
}

/** A count of Lambda about one mapping ("Types of metrics for Lambda functions"). */
function eventCount(mapping: EventSourceMapping, metricName: string, options: MetricOptions): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { EventSourceMappingUUID: mapping.eventSourceMappingId },
    ...options,
  });
}
