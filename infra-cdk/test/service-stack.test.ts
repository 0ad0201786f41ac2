import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { App, Duration } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import type { EnvironmentName, EnvironmentProps } from '../lib/environment.ts';
import { FEATURE_FLAGS } from '../lib/feature-flags.ts';
import { EXAMPLE_SELLER } from '../lib/seller.ts';
import { functionProperties, orderSystem, resourcesOf, synthesize } from './synthesized.ts';

const { service } = synthesize('prod');
const KEY = { 'Fn::ImportValue': Match.stringLikeRegexp('GetAttKey.*Arn') };

test('the outputs are exactly those that others read', () => {
  expect(Object.keys(service.findOutputs('*')).sort()).toEqual([
    'ApiUrl',
    'ConsoleClientId',
    'DeadLetterQueueUrl',
    'DlqReplayName',
    'IdempotencyTableName',
    'InvoiceSeriesTableName',
    'InvoicesBucketName',
    'NotificationsTopicArn',
    'OperationsTopicArn',
    'OperatorsClientId',
    'OrdersClientId',
    'OrdersStreamArn',
    'OrdersTableName',
    'ReplayJobsQueueUrl',
    'ReplaysBucketName',
    'StatusChangesQueueUrl',
    'StreamConsumerName',
    'StreamFailuresBucketName',
    'SubscriptionDeadLetterQueueUrls',
    'TokenIssuer',
    'TokenUrl',
    'UserPoolId',
  ]);
});

test('programs find where they get tokens, and as whom', () => {
  const value = (name: string) => JSON.stringify(service.findOutputs(name)[name]?.['Value']);
  expect(value('OrdersClientId')).toContain('AccessUserPoolMachines');
  expect(value('OperatorsClientId')).toContain('AccessUserPoolOperators');
  expect(value('ConsoleClientId')).toContain('AccessUserPoolCustomers');
  expect(value('TokenUrl')).toMatch(/AccessUserPoolDomain.*\.auth\.eu-central-1\.amazoncognito\.com\/oauth2\/token/);
});

test.each<[EnvironmentName, Partial<EnvironmentProps>, number]>([
  ['prod', {}, 1],
  ['prod', { seller: { ...EXAMPLE_SELLER, name: 'ACME AG' } }, 0],
  ['local', {}, 0],
])('in %s with %o, there are %d warnings that the seller is an example', (name, changes, count) => {
  const system = orderSystem(new App({ context: FEATURE_FLAGS }), name, changes);
  const warnings = Annotations.fromStack(system.service).findWarning(
    '*',
    Match.stringLikeRegexp('sells as Example Trading GmbH: name the `seller`'),
  );
  expect(warnings).toHaveLength(count);
});

describe('the queues of status changes and of replays', () => {
  test('are first-in-first-out for each group, and so is what stands behind them', () => {
    const queues = resourcesOf(service.toJSON(), 'AWS::SQS::Queue');
    const fifo = queues.filter(([id]) => !id.startsWith('ReplayMissedNights'));
    expect(fifo).toHaveLength(4);
    for (const [, queue] of fifo) {
      expect(queue).toMatchObject({
        FifoQueue: true,
        ContentBasedDeduplication: false,
        DeduplicationScope: 'messageGroup',
        FifoThroughputLimit: 'perMessageGroupId',
      });
    }
    // Schedules and Lambda take no first-in-first-out queue for what failed.
    expect(queues.length - fifo.length).toBe(1);
    service.allResourcesProperties('AWS::SQS::Queue', {
      KmsMasterKeyId: KEY,
      MessageRetentionPeriod: Duration.days(14).toSeconds(),
    });
  });

  test('give up on a message after five attempts', () => {
    const redrives = resourcesOf(service.toJSON(), 'AWS::SQS::Queue').flatMap(
      ([id, { RedrivePolicy }]) => (RedrivePolicy ? [[id, RedrivePolicy]] : []),
    );
    const to = (construct: string) => ({
      maxReceiveCount: 5,
      deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringContaining(construct), 'Arn'] },
    });
    expect(redrives).toEqual([
      [expect.stringContaining('StatusChangesQueue'), to('PipelineStatusChangesDeadLetters')],
      [expect.stringContaining('ReplayJobsQueue'), to('ReplayJobsDeadLetters')],
    ]);
  });

  test.each([Duration.seconds(30), Duration.seconds(7)])(
    'hide a message six times as long as pdf-worker may run (%s), or dlq-replay',
    (pdfWorkerTimeout) => {
      const template = synthesize('prod', { pdfWorkerTimeout }).service;
      const worker = functionProperties(template, 'PipelinePdfWorker');
      const hidden = resourcesOf(template.toJSON(), 'AWS::SQS::Queue').flatMap(
        ([, { RedrivePolicy, VisibilityTimeout }]) => (RedrivePolicy ? [VisibilityTimeout] : []),
      );
      const replayer = functionProperties(template, 'ReplayDlqReplay');
      expect(hidden).toEqual([6 * worker.Timeout, 6 * replayer.Timeout]);
      expect(replayer.Timeout).toBe(60);
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
  test('there are three', () => {
    service.resourceCountIs('AWS::Lambda::EventSourceMapping', 3);
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

describe('replays', () => {
  test('are worked off one job at a time, and leave room for those who look', () => {
    service.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: liveAliasOf('DlqReplay'),
      EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('ReplayJobsQueue'), 'Arn'] },
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 5 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(
      functionProperties(service, 'ReplayDlqReplay').ReservedConcurrentExecutions,
    ).toBeGreaterThan(5);
  });

  test.each([
    [[], 'none'],
    [
      [{ email: 'one@example.com' }, { sms: '+4930123456' }],
      {
        'Fn::Join': [
          '',
          [
            { Ref: expect.stringMatching(/^PipelineSubscribersUndeliveredoneexample/) },
            ',',
            { Ref: expect.stringMatching(/^PipelineSubscribersUndelivered4930123456/) },
          ],
        ],
      },
    ],
  ])('know the dead-letter queues of the subscribers %j', (subscribers, urls) => {
    const template = synthesize('prod', { subscribers }).service;
    const { Variables } = functionProperties(template, 'ReplayDlqReplay').Environment;
    expect(Variables.SUBSCRIPTION_DEAD_LETTER_QUEUE_URLS).toEqual(urls);
    expect(template.findOutputs('*')['SubscriptionDeadLetterQueueUrls']?.['Value']).toEqual(urls);
  });
});

describe('every night', () => {
  test.each([
    ['each night at half past two', 'cron(30 2 * * ? *)', 2],
    ['each month', 'cron(30 3 1 * ? *)', 92],
  ])('%s, give or take, dlq-replay is asked to compare', (_when, ScheduleExpression, days) => {
    service.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression,
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      Target: {
        Arn: { Ref: Match.stringLikeRegexp('^ReplayDlqReplayFunctionAliaslive') },
        Input: JSON.stringify({ reconcile: { days } }),
        RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ReplayNightlyRole'), 'Arn'] },
        DeadLetterConfig: {
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ReplayMissedNights'), 'Arn'] },
        },
      },
    });
  });

  test('a night that failed in three attempts is noticed as one that was not begun', () => {
    service.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp('^ReplayDlqReplayFunction') },
      Qualifier: 'live',
      MaximumRetryAttempts: 2,
      DestinationConfig: {
        OnFailure: {
          Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ReplayMissedNights'), 'Arn'] },
        },
      },
    });
  });

  test('what names the alias by its text alone waits until there is one', () => {
    service.hasResource('AWS::Lambda::EventInvokeConfig', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^ReplayDlqReplayFunctionAliaslive')]),
    });
  });
});

function liveAliasOf(construct: string) {
  const alias = { Ref: Match.stringLikeRegexp(`${construct}FunctionAliaslive`) };
  return { 'Fn::Join': ['', [{ 'Fn::Select': [6, { 'Fn::Split': [':', alias] }] }, ':live']] };
}
