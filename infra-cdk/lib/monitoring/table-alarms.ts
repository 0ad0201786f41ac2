/**
 * Notices refused reads and writes of a table and of each of its indexes.
 *
 * The events are counted for a table and for an index by themselves, so each needs an alarm of its
 * own: those of the table say nothing of its indexes. `ThrottledRequests` would say the same once
 * more, and only for one operation at a time: without `Operation` it has no data, and an alarm on it
 * never fires. The dashboard shows it.
 */
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Operations } from './operations.ts';

export function tableAlarms(
  scope: Construct,
  operations: Operations,
  table: ITable,
  indexNames: readonly string[] = [],
): void {
  for (const kind of ['Read', 'Write'] as const) {
    const throttled = (dimension: Record<string, string>) =>
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName: `${kind}ThrottleEvents`,
        dimensionsMap: { TableName: table.tableName, ...dimension },
        statistic: 'Sum',
        period: Duration.minutes(1),
      });
    const happening = (what: string) => `DynamoDB refused a ${kind.toLowerCase()} of ${what}`;

    operations.alarm(scope, `${kind}Throttles`, {
      metric: throttled({}),
      moreThan: 0,
      happening: happening('a table'),
      runbook: 'table-throttles',
    });
    for (const indexName of indexNames) {
      operations.alarm(scope, `${indexName}${kind}Throttles`, {
        metric: throttled({ GlobalSecondaryIndexName: indexName }),
        moreThan: 0,
        happening: happening(`the index ${indexName}`),
        runbook: 'table-throttles',
      });
    }
  }
}
