/**
 * What cfn-lint and checkov find in the templates, and why it stays. This is the whole list: neither
 * program has a configuration of its own, and an entry that nothing needs any more is a fault too.
 */
import type { EnvironmentName } from '../environment.ts';

export interface Accepted {
  /** As the program calls it. */
  readonly rule: string;

  /** How the logical ids of the resources or outputs begin. */
  readonly on: readonly string[];

  /**
   * Where it stays.
   *
   * @default - in every environment
   */
  readonly environments?: readonly EnvironmentName[];

  readonly reason: string;
}

const FUNCTIONS = [
  'OrderApiFunction',
  'PipelineStreamConsumerFunction',
  'PipelinePdfWorkerFunction',
  'ReplayDlqReplayFunction',
];
const TABLES = ['Orders', 'InvoiceSeries', 'Idempotency'];

export const ACCEPTED: readonly Accepted[] = [
  {
    rule: 'W3005',
    on: FUNCTIONS,
    reason: 'The CDK names the role of a function once more as what it depends on.',
  },
  {
    rule: 'W3010',
    on: ['Vpc'],
    reason: 'An environment names its two zones, so that synthesis needs no account to look at.',
  },
  {
    rule: 'W6001',
    on: [''],
    reason: 'The outputs of one stack tell everything, so nobody has to know which stack has what.',
  },
  {
    rule: 'CKV_AWS_18',
    on: ['AccessLogs', 'Files'],
    reason:
      'Logs about the delivery of logs would never end, and the console is read by CloudFront only.',
  },
  {
    rule: 'CKV_AWS_21',
    on: ['AccessLogs', 'StreamFailures', 'Files'],
    reason:
      'Written once and forgotten after 90 days, or made again by a build. Old versions would keep personal data longer.',
  },
  {
    rule: 'CKV_AWS_26',
    on: ['OperationsTopic'],
    reason: 'An alarm that may not use the key of its topic is lost without a trace.',
  },
  {
    rule: 'CKV_AWS_59',
    on: ['RestApi'],
    reason: 'The functions verify the bearer token themselves, the same way everywhere.',
  },
  {
    rule: 'CKV_AWS_68',
    on: ['Distribution'],
    reason: 'Static files have nothing to attack; the API has a firewall.',
  },
  {
    rule: 'CKV_AWS_86',
    on: ['Distribution'],
    reason: 'Its log would be addresses of people and nothing else.',
  },
  {
    rule: 'CKV_AWS_111',
    on: [
      'OrderApiRole',
      'PipelineStreamConsumerRole',
      'PipelinePdfWorkerRole',
      'ReplayDlqReplayRole',
    ],
    environments: ['prod'],
    reason:
      'With `network`: Lambda attaches a function in its role, and takes no narrower permission. A test names each action of each role.',
  },
  {
    rule: 'CKV_AWS_115',
    on: FUNCTIONS,
    environments: ['local', 'dev'],
    reason: 'A new account may run ten functions at once, and can set none of them aside.',
  },
  {
    rule: 'CKV_AWS_116',
    on: FUNCTIONS.filter((name) => name !== 'ReplayDlqReplayFunction'),
    reason:
      'It is for asynchronous invocations, and there are none: the API waits for its answer, stream and queue have destinations of their own.',
  },
  {
    rule: 'CKV_AWS_116',
    on: ['ReplayDlqReplayFunction'],
    reason: 'The nightly invocation of its alias has a destination for failures, which tells more.',
  },
  {
    rule: 'CKV_AWS_117',
    on: FUNCTIONS,
    reason:
      'A function reaches nothing but AWS, by TLS and with what its role allows. Who needs it all in a network sets `network`.',
  },
  {
    rule: 'CKV_AWS_120',
    on: ['RestApi'],
    reason:
      'Off unless `orderCache` asks for it: kept by token, as it has to be, it saves what ETags save for nothing.',
  },
  {
    rule: 'CKV_AWS_165',
    on: TABLES,
    environments: ['local', 'dev'],
    reason: 'Nothing there is worth restoring.',
  },
  {
    rule: 'CKV_AWS_165',
    on: ['Idempotency'],
    environments: ['prod'],
    reason: 'By the time that somebody restores a table, its records have expired.',
  },
  {
    rule: 'CKV_AWS_174',
    on: ['Distribution'],
    reason: 'Without a domain of its own CloudFront chooses; with `consoleDomain` it is TLS 1.2.',
  },
];
