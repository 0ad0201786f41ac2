/** Notices copies in the second region that fall behind, before they are needed. */
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { REPLICATION_RULE } from '../document-replication.ts';
import type { Replica } from '../replica.ts';
import type { Operations } from './operations.ts';

export function tableReplicaAlarms(
  scope: Construct,
  operations: Operations,
  table: ITable,
  replica: Replica,
): void {
  operations.alarm(scope, 'ReplicaBehind', {
    metric: new Metric({
      namespace: 'AWS/DynamoDB',
      metricName: 'ReplicationLatency',
      dimensionsMap: { TableName: table.tableName, ReceivingRegion: replica.region },
      statistic: 'Average',
      period: Duration.minutes(1),
    }),
    moreThan: Duration.minutes(1).toMilliseconds(),
    evaluationPeriods: 5,
    happening: `A table is more than a minute ahead of its copy in ${replica.region}`,
    runbook: 'replica-behind',
  });
}

export function bucketReplicaAlarms(
  scope: Construct,
  operations: Operations,
  bucket: Bucket,
  replica: Replica,
): void {
  operations.alarm(scope, 'ReplicationFailed', {
    metric: new Metric({
      namespace: 'AWS/S3',
      metricName: 'OperationsFailedReplication',
      dimensionsMap: {
        SourceBucket: bucket.bucketName,
        DestinationBucket: replica.bucketName,
        RuleId: REPLICATION_RULE,
      },
      statistic: 'Sum',
      period: Duration.minutes(5),
    }),
    moreThan: 0,
    happening: `A document could not be copied to ${replica.region}`,
    runbook: 'replica-behind',
  });
}
