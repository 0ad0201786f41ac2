import { Match } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { alarmFaults, watched } from './alarm-faults.ts';
import { resourcesOf, synthesize, templatesOf } from './synthesized.ts';

const QUEUE = 'arn:aws:sqs:eu-central-1:222222222222:books';
const system = synthesize('prod', {
  subscribers: [
    { email: 'books@example.com', only: { status: ['PAID', 'REFUNDED'], currency: ['EUR'] } },
    { sms: '+4930123456', only: { orderId: ['0199c0de-0000-7000-8000-000000000000'] } },
    { sqs: QUEUE, only: { eventId: ['e1'] } },
    { email: 'all@example.com' },
  ],
});
const { service } = system;

test('subscribers get what they asked for', () => {
  const subscriptions = resourcesOf(service.toJSON(), 'AWS::SNS::Subscription').map(
    ([, { Protocol, Endpoint, FilterPolicy, RawMessageDelivery }]) => ({
      Protocol,
      Endpoint,
      FilterPolicy,
      RawMessageDelivery,
    }),
  );
  expect(subscriptions).toHaveLength(4);
  expect(subscriptions).toEqual(
    expect.arrayContaining([
      {
        Protocol: 'email',
        Endpoint: 'books@example.com',
        FilterPolicy: { status: ['PAID', 'REFUNDED'], currency: ['EUR'] },
      },
      {
        Protocol: 'sms',
        Endpoint: '+4930123456',
        FilterPolicy: { orderId: ['0199c0de-0000-7000-8000-000000000000'] },
      },
      {
        Protocol: 'sqs',
        Endpoint: QUEUE,
        FilterPolicy: { eventId: ['e1'] },
        RawMessageDelivery: true,
      },
      { Protocol: 'email', Endpoint: 'all@example.com' },
    ]),
  );
});

test('what a subscriber does not accept waits in an encrypted queue of its own, and is noticed', () => {
  const template = service.toJSON();
  const queues = resourcesOf(template, 'AWS::SNS::Subscription').map(
    ([, { RedrivePolicy }]) => RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0],
  );
  expect(new Set(queues).size).toBe(4);
  for (const id of queues) {
    const [, queue] = resourcesOf(template, 'AWS::SQS::Queue').find(([other]) => other === id)!;
    expect(queue).toMatchObject({
      KmsMasterKeyId: expect.anything(),
      MessageRetentionPeriod: 1_209_600,
    });
    // A topic that is not first-in-first-out cannot write to a queue that is.
    expect(queue).not.toHaveProperty('FifoQueue');
    expect(watched(templatesOf(system))).toContain(
      `AWS/SQS ApproximateNumberOfMessagesVisible ${id}`,
    );
    service.hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: id }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
          }),
        ]),
      },
    });
  }
  expect(alarmFaults(templatesOf(system))).toEqual([]);
});

test('a new subscriber replaces no other', () => {
  const ids = (subscribers: { email: string }[]) =>
    Object.keys(synthesize('dev', { subscribers }).service.findResources('AWS::SNS::Subscription'));
  const [one, two] = [{ email: 'one@example.com' }, { email: 'two@example.com' }];
  expect(ids([two, one])).toEqual(expect.arrayContaining(ids([one])));
});
