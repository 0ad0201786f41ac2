import { Match } from 'aws-cdk-lib/assertions';
import { Duration } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { functionProperties, synthesize } from './synthesized.ts';

const { service } = synthesize('prod');
const KEY = { 'Fn::ImportValue': Match.stringLikeRegexp('GetAttKey.*Arn') };

test('the outputs are exactly those that others read', () => {
  expect(Object.keys(service.findOutputs('*')).sort()).toEqual([
    'ApiUrl',
    'ConsoleClientId',
    'DeadLetterQueueUrl',
    'IdempotencyTableName',
    'InvoiceSeriesTableName',
    'InvoicesBucketName',
    'NotificationsTopicArn',
    'OperationsTopicArn',
    'OrdersStreamArn',
    'OrdersTableName',
    'StatusChangesQueueUrl',
    'StreamConsumerName',
    'StreamFailuresBucketName',
    'TokenIssuer',
    'UserPoolId',
  ]);
});

describe('the queue of status changes', () => {
  test('is first-in-first-out for each order, and so is what stands behind it', () => {
    service.resourceCountIs('AWS::SQS::Queue', 2);
    service.allResourcesProperties('AWS::SQS::Queue', {
      FifoQueue: true,
      ContentBasedDeduplication: false,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
      KmsMasterKeyId: KEY,
      MessageRetentionPeriod: Duration.days(14).toSeconds(),
    });
  });

  test('gives up on a message after five attempts', () => {
    service.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: {
        maxReceiveCount: 5,
        deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLetters'), 'Arn'] },
      },
    });
  });

  test.each([Duration.seconds(30), Duration.seconds(7)])(
    'hides a message six times as long as pdf-worker may run (%s)',
    (pdfWorkerTimeout) => {
      const template = synthesize('prod', { pdfWorkerTimeout }).service;
      const worker = functionProperties(template, 'PipelinePdfWorker');
      template.hasResourceProperties('AWS::SQS::Queue', {
        RedrivePolicy: Match.anyValue(),
        VisibilityTimeout: 6 * worker.Timeout,
      });
    },
  );

  test('and the topic are encrypted with the key of the data', () => {
    service.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: KEY });
  });

  test('and the topic are only reached through TLS', () => {
    for (const type of ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy']) {
      service.allResourcesProperties(type, {
        PolicyDocument: {
          Statement: [
            Match.objectLike({
              Effect: 'Deny',
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            }),
          ],
        },
      });
    }
  });
});

describe('event sources', () => {
  test('there are two', () => {
    service.resourceCountIs('AWS::Lambda::EventSourceMapping', 2);
  });

  test('the stream is read from its start, in bounded attempts, and loses no record', () => {
    service.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: liveAliasOf('StreamConsumer'),
      EventSourceArn: { 'Fn::ImportValue': Match.stringLikeRegexp('Orders.*StreamArn') },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      ParallelizationFactor: 10,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 20,
      MaximumRecordAgeInSeconds: Duration.hours(6).toSeconds(),
      DestinationConfig: {
        OnFailure: {
          Destination: { 'Fn::ImportValue': Match.stringLikeRegexp('StreamFailures.*Arn') },
        },
      },
    });
  });

  test('the queue is read in batches that may fail in part', () => {
    service.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: liveAliasOf('PdfWorker'),
      EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('StatusChangesQueue'), 'Arn'] },
      BatchSize: 10,
      // As many as may run, or refused batches would use up the attempts at their messages.
      ScalingConfig: { MaximumConcurrency: 50 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });
});

function liveAliasOf(construct: string) {
  const alias = { Ref: Match.stringLikeRegexp(`${construct}FunctionAliaslive`) };
  return { 'Fn::Join': ['', [{ 'Fn::Select': [6, { 'Fn::Split': [':', alias] }] }, ':live']] };
}
