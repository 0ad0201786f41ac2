/**
 * Notices messages that a function put aside because no retry can mend them.
 *
 * The functions write the metric into their logs, in the embedded metric format. The names are a
 * contract with the Rust code.
 */
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Operations } from './operations.ts';

export type Parker = 'stream-consumer' | 'pdf-worker';

export function parkedMessages(parkedBy: Parker): Metric {
  return new Metric({
    namespace: 'OrderPipeline',
    metricName: 'ParkedMessages',
    dimensionsMap: { ParkedBy: parkedBy },
    statistic: 'Sum',
    period: Duration.minutes(1),
  });
}

export function parkedMessageAlarms(
  scope: Construct,
  operations: Operations,
  parkedBy: Parker,
): void {
  operations.alarm(scope, 'ParkedMessages', {
    metric: parkedMessages(parkedBy),
    moreThan: 0,
    happening: `${parkedBy} put a message aside`,
    runbook: 'parked-messages',
  });
}
