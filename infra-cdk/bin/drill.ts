/**
 * Sets off every alarm of a local deployment, and waits for the message about each.
 *
 *     npm run drill -- http://127.0.0.1:4566
 *
 * The address is that of an emulator to which the system was deployed (`cargo local`); without one,
 * it is AWS_ENDPOINT_URL or the address above. It never talks to AWS, which lets nobody write
 * metrics in its own namespaces.
 *
 * An alarm passes if data at its threshold leaves it alone, data beyond sets it off, and a subscriber
 * of the operations topic then gets a message with its name. The emulator adds up the data of all
 * dimensions, so it can't tell whether an alarm has the right ones: `test/alarms.test.ts` does.
 */
import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  type MetricAlarm,
  paginateDescribeAlarms,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { setTimeout as sleep } from 'node:timers/promises';

const endpoint = process.argv[2] ?? process.env['AWS_ENDPOINT_URL'] ?? 'http://127.0.0.1:4566';
const STACKS = ['orders-local-data', 'orders-local-api', 'orders-local-service'];
const PATIENCE_MS = 15_000;

const client = {
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
const cloudFormation = new CloudFormationClient(client);
const cloudWatch = new CloudWatchClient(client);
const sns = new SNSClient(client);
const sqs = new SQSClient(client);

const alarms = await deployedAlarms();
const topicArn = await operationsTopic();
const faults = await drill(alarms, topicArn);

for (const { AlarmName: name = '' } of alarms) {
  console.log(
    `${faults.has(name) ? 'failed' : 'passed'}  ${name}  ${faults.get(name) ?? ''}`.trim(),
  );
}
console.log(`${alarms.length - faults.size} passed, ${faults.size} failed`);
process.exitCode = faults.size === 0 && alarms.length > 0 ? 0 : 1;

/** What is wrong with which alarm, by name. */
async function drill(
  alarms: readonly MetricAlarm[],
  topicArn: string,
): Promise<Map<string, string>> {
  const faults = new Map<string, string>();
  const blame = (names: Iterable<string>, fault: string) => {
    for (const name of names) {
      faults.set(name, faults.get(name) ?? fault);
    }
  };
  const { queueUrl, subscriptionArn } = await subscribe(topicArn);
  try {
    blame(await inAlarm(alarms), 'was on before the drill began: start the emulator again');

    for (const sameMetric of byMetric(alarms)) {
      // Each sees the data of all, so the one that goes off first decides how much that may be.
      const lowest = Math.min(...sameMetric.map((alarm) => alarm.Threshold ?? 0));
      await put(sameMetric, () => lowest / sameMetric.length);
    }
    blame(await inAlarm(alarms), 'went off at its threshold, and not beyond');

    for (const sameMetric of byMetric(alarms)) {
      await put(sameMetric, beyondThreshold);
    }
    const on = await eventually(
      () => inAlarm(alarms),
      (names) => names.size === alarms.length,
    );
    blame(without(alarms, on), 'did not go off');

    const heard = new Set<string>();
    await eventually(
      async () => {
        for (const name of await receivedAlarms(queueUrl)) {
          heard.add(name);
        }
        return heard;
      },
      (names) => without(alarms, names).length === 0,
    );
    blame(without(alarms, heard), 'went off, and no message arrived');
    return faults;
  } finally {
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: subscriptionArn }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
  }
}

/** Every alarm that the stacks contain; one that the emulator does not know is a reason to stop. */
async function deployedAlarms(): Promise<MetricAlarm[]> {
  const expected = new Set<string>();
  for (const StackName of STACKS) {
    for await (const page of paginateListStackResources(
      { client: cloudFormation },
      { StackName },
    )) {
      for (const resource of page.StackResourceSummaries ?? []) {
        if (resource.ResourceType === 'AWS::CloudWatch::Alarm') {
          expected.add(resource.PhysicalResourceId ?? '');
        }
      }
    }
  }
  const found: MetricAlarm[] = [];
  for await (const page of paginateDescribeAlarms({ client: cloudWatch }, {})) {
    found.push(...(page.MetricAlarms ?? []).filter((alarm) => expected.has(alarm.AlarmName ?? '')));
  }
  if (found.length !== expected.size) {
    throw new Error(`expected ${expected.size} alarms at \`${endpoint}\`, found ${found.length}`);
  }
  return found;
}

async function operationsTopic(): Promise<string> {
  const { Stacks = [] } = await cloudFormation.send(
    new DescribeStacksCommand({ StackName: 'orders-local-service' }),
  );
  const outputs = Stacks.flatMap((stack) => stack.Outputs ?? []);
  const arn = outputs.find((output) => output.OutputKey === 'OperationsTopicArn')?.OutputValue;
  if (arn === undefined) {
    throw new Error(`the stacks at \`${endpoint}\` have no output \`OperationsTopicArn\``);
  }
  return arn;
}

async function subscribe(topicArn: string) {
  const { QueueUrl: queueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: `alarm-drill-${Date.now()}` }),
  );
  const { Attributes: attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  );
  const { SubscriptionArn: subscriptionArn = '' } = await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: 'sqs',
      Endpoint: attributes?.QueueArn,
      Attributes: { RawMessageDelivery: 'true' },
      ReturnSubscriptionArn: true,
    }),
  );
  return { queueUrl, subscriptionArn };
}

/** A value that sets the alarm off. */
function beyondThreshold({ ComparisonOperator, Threshold = 0 }: MetricAlarm): number {
  const far = 10 * Threshold + 1;
  // The emulator does not notice that nothing comes, but it takes less than nothing.
  return ComparisonOperator === 'LessThanThreshold' ? -far : far;
}

/** Writes one value for each alarm and each of the periods that it looks at. */
async function put(alarms: readonly MetricAlarm[], value: (alarm: MetricAlarm) => number) {
  for (const alarm of alarms) {
    const { Period: period = 60, EvaluationPeriods: periods = 1 } = alarm;
    await cloudWatch.send(
      new PutMetricDataCommand({
        Namespace: alarm.Namespace,
        MetricData: Array.from({ length: periods }, (_, back) => ({
          MetricName: alarm.MetricName,
          Dimensions: alarm.Dimensions,
          // Sums are over all periods at the emulator, so the value comes once.
          Value: alarm.Statistic === 'Sum' && back > 0 ? 0 : value(alarm),
          Timestamp: new Date(Date.now() - back * period * 1000),
        })),
      }),
    );
  }
}

function byMetric(alarms: readonly MetricAlarm[]): MetricAlarm[][] {
  const groups = new Map<string, MetricAlarm[]>();
  for (const alarm of alarms) {
    const metric = `${alarm.Namespace} ${alarm.MetricName}`;
    groups.set(metric, [...(groups.get(metric) ?? []), alarm]);
  }
  return [...groups.values()];
}

async function inAlarm(alarms: readonly MetricAlarm[]): Promise<Set<string>> {
  const names = new Set(alarms.map((alarm) => alarm.AlarmName ?? ''));
  const on = new Set<string>();
  const pages = paginateDescribeAlarms({ client: cloudWatch }, { StateValue: 'ALARM' });
  for await (const { MetricAlarms = [] } of pages) {
    for (const { AlarmName: name = '' } of MetricAlarms) {
      if (names.has(name)) {
        on.add(name);
      }
    }
  }
  return on;
}

/** The names of the alarms that a batch of messages is about. */
async function receivedAlarms(queueUrl: string): Promise<string[]> {
  const { Messages: messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
  );
  return messages.flatMap(({ Body: body = '{}' }) => {
    const message: unknown = JSON.parse(body);
    const isAlarm = typeof message === 'object' && message !== null && 'AlarmName' in message;
    return isAlarm && 'NewStateValue' in message && message.NewStateValue === 'ALARM'
      ? [String(message.AlarmName)]
      : [];
  });
}

function without(alarms: readonly MetricAlarm[], names: ReadonlySet<string>): string[] {
  return alarms.map((alarm) => alarm.AlarmName ?? '').filter((name) => !names.has(name));
}

/** Looks again until it is satisfied or out of patience, and returns what it saw last. */
async function eventually<T>(look: () => Promise<T>, satisfied: (seen: T) => boolean): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (satisfied(seen) || Date.now() > deadline) {
      return seen;
    }
    await sleep(100);
  }
}
