/**
 * Notices requests that a bucket refuses, which is how a permission that was lost shows.
 *
 * S3 counts requests only where it is asked to, in a metrics configuration of the bucket.
 */
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Operations } from './operations.ts';

export function bucketAlarms(scope: Construct, operations: Operations, bucket: Bucket): void {
  const filterId = 'EntireBucket';
  bucket.addMetric({ id: filterId });
  operations.alarm(scope, 'ClientErrors', {
    metric: new Metric({
      namespace: 'AWS/S3',
      metricName: '4xxErrors',
      dimensionsMap: { BucketName: bucket.bucketName, FilterId: filterId },
      statistic: 'Sum',
      period: Duration.minutes(5),
    }),
    moreThan: 5,
    happening: 'S3 refused more than 5 requests in 5 minutes',
    runbook: 'bucket-refusals',
  });
}
