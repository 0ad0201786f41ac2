import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { EnvironmentName } from '../lib/environment.ts';
import { FEATURE_FLAGS } from '../lib/feature-flags.ts';
import { RUNBOOK_SECTIONS } from '../lib/monitoring/operations.ts';
import { WITH_EVERYTHING } from './examples.ts';
import { alarmFaults, watched } from './alarm-faults.ts';
import {
  orderSystem,
  resourcesOf,
  synthesize,
  type TemplateJson,
  templatesOf,
} from './synthesized.ts';

const templates = templatesOf(synthesize('prod'));

test.each(['local', 'dev', 'prod'] as const)('every alarm can fire and is heard in %s', (name) => {
  expect(alarmFaults(templatesOf(synthesize(name)))).toEqual([]);
});

describe('an alarm that could never fire, or that nobody would hear, is found', () => {
  test.each<[string, RegExp, (alarm: any, all: TemplateJson[]) => void]>([
    ['a dimension is missing', /not published for/, (alarm) => alarm.Dimensions.pop()],
    [
      'a dimension has another name',
      /not published for the dimensions \[ApiId, Stage\]/,
      (alarm) => (alarm.Dimensions[0].Name = 'ApiId'),
    ],
    [
      'a dimension names the id where CloudWatch has the name',
      /`ApiName` names nothing/,
      (alarm, all) =>
        (alarm.Dimensions[0].Value = {
          Ref: resourcesOf(all[1]!, 'AWS::ApiGateway::RestApi')[0]?.[0],
        }),
    ],
    [
      'a dimension names what is not deployed',
      /`Stage` names nothing/,
      (alarm) => (alarm.Dimensions[1].Value = 'v2'),
    ],
    [
      'what the functions count is looked for in another environment',
      /nobody publishes `OrderPipeline\/dev ParkedMessages`/,
      (_alarm, all) => {
        const parked = resourcesOf(all[2]!, 'AWS::CloudWatch::Alarm').find(
          ([, { MetricName }]) => MetricName === 'ParkedMessages',
        );
        parked![1].Namespace = 'OrderPipeline/dev';
      },
    ],
    [
      'the metric does not exist',
      /nobody publishes `AWS\/ApiGateway 5xxError`/,
      (alarm) => (alarm.MetricName = '5xxError'),
    ],
    ['there is no action', /nobody is told/, (alarm) => delete alarm.AlarmActions],
    [
      'the topic has a key that alarms may not use',
      /the key of the topic does not let alarms in/,
      (_alarm, all) => (operationsTopic(all).KmsMasterKeyId = 'alias/aws/sns'),
    ],
    [
      'the policy of the topic forgets the alarms',
      /the policy of the topic does not let alarms in/,
      (_alarm, all) =>
        resourcesOf(all[0]!, 'AWS::SNS::TopicPolicy').forEach(([, { PolicyDocument }]) => {
          PolicyDocument.Statement = PolicyDocument.Statement.filter(
            ({ Sid }: any) => Sid !== 'AllowAlarms',
          );
        }),
    ],
  ])('%s', (_name, fault, breakIt) => {
    const broken = structuredClone(templates);
    const alarms = resourcesOf(broken[1]!, 'AWS::CloudWatch::Alarm');
    const [, alarm] = alarms.find(([id]) => id.startsWith('RestApiServerErrors')) ?? [];
    breakIt(alarm, broken);
    expect(alarmFaults(broken)).toContainEqual(expect.stringMatching(fault));
  });

  test.each<[string, (mapping: any) => void]>([
    ['counts no events', (mapping) => delete mapping.MetricsConfig],
    ['keeps nothing of what it gives up', (mapping) => delete mapping.DestinationConfig],
  ])('a mapping of the stream %s', (_name, breakIt) => {
    const broken = structuredClone(templates);
    const mappings = resourcesOf(broken[2]!, 'AWS::Lambda::EventSourceMapping');
    breakIt(mappings.find(([id]) => id.startsWith('PipelineOrdersStream'))?.[1]);
    const fault = /^PipelineStreamConsumer.*`EventSourceMappingUUID` names nothing/;
    expect(alarmFaults(broken).filter((found) => fault.test(found))).toHaveLength(3);
  });
});

describe('nothing is left unwatched', () => {
  test.each<[string, readonly string[]]>([
    ['AWS::Lambda::Function', ['AWS/Lambda Errors', 'AWS/Lambda Throttles']],
    ['AWS::SNS::Topic', ['AWS/SNS NumberOfNotificationsFailed']],
    [
      'AWS::DynamoDB::GlobalTable',
      ['AWS/DynamoDB ReadThrottleEvents', 'AWS/DynamoDB WriteThrottleEvents'],
    ],
  ])('each %s', (type, metrics) => {
    for (const template of templates) {
      for (const [id] of resourcesOf(template, type)) {
        for (const metric of metrics) {
          expect(watched(templates)).toContain(`${metric} ${id}`);
        }
      }
    }
  });

  test('each index', () => {
    const [ordersId, orders] = resourcesOf(templates[0]!, 'AWS::DynamoDB::GlobalTable').find(
      ([, table]) => table.GlobalSecondaryIndexes,
    )!;
    for (const { IndexName } of orders.GlobalSecondaryIndexes) {
      for (const kind of ['Read', 'Write']) {
        expect(watched(templates)).toContain(
          `AWS/DynamoDB ${kind}ThrottleEvents ${IndexName} ${ordersId}`,
        );
      }
    }
  });

  test('each queue has a dead-letter queue, or is one', () => {
    const queues = templates.flatMap((template) => resourcesOf(template, 'AWS::SQS::Queue'));
    expect(queues.length).toBeGreaterThan(0);
    for (const [id, queue] of queues) {
      const metric = queue.RedrivePolicy
        ? 'ApproximateAgeOfOldestMessage'
        : 'ApproximateNumberOfMessagesVisible';
      expect(watched(templates)).toContain(`AWS/SQS ${metric} ${id}`);
    }
  });

  test('each stream, for records that were given up and for nobody who reads', () => {
    const streams = templates.flatMap((template) =>
      resourcesOf(template, 'AWS::Lambda::EventSourceMapping').filter(
        ([, { StartingPosition }]) => StartingPosition !== undefined,
      ),
    );
    expect(streams).toHaveLength(1);
    for (const [id] of streams) {
      for (const metric of ['OnFailureDestinationDelivered', 'Dropped', 'Polled']) {
        expect(watched(templates)).toContain(`AWS/Lambda ${metric}EventCount ${id}`);
      }
    }
  });

  test('the API, the stream, and what is parked', () => {
    for (const metric of [
      'AWS/ApiGateway 5XXError',
      'AWS/ApiGateway Latency',
      'AWS/Lambda IteratorAge',
      'AWS/S3 4xxErrors',
      'OrderPipeline/prod ParkedMessages pdf-worker',
      'OrderPipeline/prod ParkedMessages stream-consumer',
      'OrderPipeline/prod ReconciledOrders',
      'OrderPipeline/prod ReconciliationsCompleted',
    ]) {
      expect(watched(templates)).toContainEqual(expect.stringContaining(metric));
    }
  });
});

test.each<[string, object]>([
  ['5XXError', { Statistic: 'Sum', Threshold: 5, Period: 120 }],
  ['Errors', { Statistic: 'Sum', Threshold: 5, Period: 60 }],
  ['Throttles', { Statistic: 'Sum', Threshold: 0, Period: 60 }],
  ['ReadThrottleEvents', { Statistic: 'Sum', Threshold: 0, Period: 60 }],
  ['WriteThrottleEvents', { Statistic: 'Sum', Threshold: 0, Period: 60 }],
  ['4xxErrors', { Statistic: 'Sum', Threshold: 5, Period: 300 }],
  ['ApproximateNumberOfMessagesVisible', { Statistic: 'Maximum', Threshold: 0, Period: 60 }],
  ['OnFailureDestinationDeliveredEventCount', { Statistic: 'Sum', Threshold: 0, Period: 60 }],
  ['DroppedEventCount', { Statistic: 'Sum', Threshold: 0, Period: 60 }],
  ['IteratorAge', { Statistic: 'Maximum', Threshold: 60_000, EvaluationPeriods: 3 }],
  ['Latency', { ExtendedStatistic: 'p99', Threshold: 2000, EvaluationPeriods: 5 }],
  ['NumberOfNotificationsFailed', { Statistic: 'Sum', Threshold: 0, Period: 60 }],
  ['ParkedMessages', { Statistic: 'Sum', Threshold: 0, Period: 60 }],
  ['ReconciledOrders', { Statistic: 'Sum', Threshold: 0, Period: 60 }],
])('an alarm on %s goes off above its threshold only', (metric, expected) => {
  const alarms = templates
    .flatMap((template) => resourcesOf(template, 'AWS::CloudWatch::Alarm'))
    // Those that only end a rollout tell nobody, and go off sooner.
    .filter(([, alarm]) => alarm.MetricName === metric && alarm.AlarmActions !== undefined);
  expect(alarms.length).toBeGreaterThan(0);
  for (const [, alarm] of alarms) {
    expect(alarm).toMatchObject({
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      ...expected,
    });
  }
});

test('a stream that nobody reads for 15 minutes is noticed by its silence, but not where it is off', () => {
  const silent = (name: EnvironmentName) =>
    resourcesOf(synthesize(name).service.toJSON(), 'AWS::CloudWatch::Alarm')
      .filter(([, { MetricName }]) => MetricName === 'PolledEventCount')
      .map(([, alarm]) => alarm);
  expect(silent('prod')).toEqual([
    expect.objectContaining({
      Statistic: 'SampleCount',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 300,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    }),
  ]);
  expect(silent('local')).toEqual([]);
});

test.each(['prod', 'dev', 'local'] as const)('a night that nobody compared is noticed in %s', (name) => {
  const [[, alarm] = ['', undefined], ...more] = resourcesOf(
    synthesize(name).service.toJSON(),
    'AWS::CloudWatch::Alarm',
  ).filter(([, { MetricName }]) => MetricName === 'ReconciliationsCompleted');
  expect(more).toEqual([]);
  expect(alarm).toMatchObject({
    Statistic: 'Sum',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    Period: 3_600,
    TreatMissingData: 'breaching',
  });
  const { Period, EvaluationPeriods } = alarm;
  // Longer than from one night to the next, with the 15 minutes that the schedule may take.
  expect(Period * EvaluationPeriods).toBeGreaterThan(24.25 * 3_600 + Period);
  // CloudWatch looks back no further than a week, by whole hours ("PutMetricAlarm").
  expect(Period * EvaluationPeriods).toBeLessThanOrEqual(7 * 24 * 3_600);
});

test('a status change may wait for 5 minutes, and a replay for 15', () => {
  const service = templates[2]!;
  const waiting = resourcesOf(service, 'AWS::CloudWatch::Alarm').filter(
    ([, alarm]) => alarm.MetricName === 'ApproximateAgeOfOldestMessage',
  );
  const seconds = waiting.map(([id, { Statistic, Period, Threshold, AlarmDescription }]) => [
    id.replace(/[0-9A-F]{8}$/, ''),
    `${Statistic} in ${Period} s > ${Threshold} s`,
    AlarmDescription.split('#')[1],
  ]);
  expect(seconds).toEqual([
    ['PipelineStatusChangesQueueOldestMessage', 'Maximum in 60 s > 300 s', 'queue-behind'],
    ['ReplayJobsQueueOldestMessage', 'Maximum in 60 s > 900 s', 'replays-stuck'],
  ]);
});

test('the drill looks into each stack that has alarms', () => {
  const drill = readFileSync(new URL('../bin/drill.ts', import.meta.url), 'utf8');
  const [, stacks = ''] = /^const STACKS = \[(.*)\];$/m.exec(drill) ?? [];
  const { data, api, service, frontend } = synthesize('local');
  const withAlarms = Object.entries({ data, api, service, frontend }).filter(
    ([, stack]) => Object.keys(stack.findResources('AWS::CloudWatch::Alarm')).length > 0,
  );
  expect(stacks.split(', ')).toEqual(withAlarms.map(([name]) => `'orders-local-${name}'`));
});

describe('the runbook', () => {
  test('has exactly the sections that alarms link to', () => {
    const text = readFileSync(new URL('../RUNBOOK.md', import.meta.url), 'utf8');
    const anchors = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) =>
      heading?.toLowerCase().replaceAll(' ', '-'),
    );
    expect(anchors).toEqual([...RUNBOOK_SECTIONS]);
  });

  test('says first what to type, in each section', () => {
    const text = readFileSync(new URL('../RUNBOOK.md', import.meta.url), 'utf8');
    for (const section of text.split(/^## /m).slice(1)) {
      const [heading] = section.split('\n');
      expect(section, heading).toMatch(/^First: `(dlq|aws) .+`$/m);
    }
  });

  test('is linked to by each alarm that somebody hears, and each section by one', () => {
    const everything = templatesOf(synthesize('prod', WITH_EVERYTHING));
    const linked = everything
      .flatMap((template) => resourcesOf(template, 'AWS::CloudWatch::Alarm'))
      .filter(([, { AlarmActions }]) => AlarmActions !== undefined)
      .map(([, { AlarmDescription }]) => /RUNBOOK\.md#([a-z-]+)$/.exec(AlarmDescription)?.[1]);
    expect([...new Set(linked)].sort()).toEqual([...RUNBOOK_SECTIONS].sort());
  });

  test('has each section in the table of the README once, with its first command', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const text = readFileSync(new URL('../RUNBOOK.md', import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| \[.*\]\(infra-cdk\/RUNBOOK\.md#(.*?)\) \|.*\| `(.*)` \|$/gm)];
    expect(rows.map(([, section]) => section)).toEqual([...RUNBOOK_SECTIONS]);
    const commands = [...text.matchAll(/^First: `(.*)`$/gm)].map(([, command]) => command);
    expect(rows.map(([, , command]) => command)).toEqual(commands);
  });

  test('can be anywhere', () => {
    const runbookUrl = 'https://example.com/orders/runbook';
    const system = synthesize('prod', { runbookUrl });
    system.service.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: `pdf-worker put a message aside. What to do: ${runbookUrl}#parked-messages`,
    });
  });
});

test.each<[EnvironmentName, readonly string[], number]>([
  ['prod', [], 1],
  ['prod', ['ops@example.com'], 0],
  ['local', [], 0],
])(
  'in %s with operators %o, there are %d warnings that nobody is told',
  (name, operators, count) => {
    const system = orderSystem(new App({ context: FEATURE_FLAGS }), name, { operators });
    const warnings = Annotations.fromStack(system.data).findWarning(
      '*',
      Match.stringLikeRegexp('nobody is told of alarms'),
    );
    expect(warnings).toHaveLength(count);
  },
);

test('operators subscribe to the alarms', () => {
  synthesize('prod', { operators: ['ops@example.com'] }).data.hasResourceProperties(
    'AWS::SNS::Subscription',
    {
      Protocol: 'email',
      Endpoint: 'ops@example.com',
      TopicArn: { Ref: Match.stringLikeRegexp('^OperationsTopic') },
    },
  );
});

function operationsTopic(all: TemplateJson[]): any {
  return resourcesOf(all[0]!, 'AWS::SNS::Topic')[0]?.[1];
}
