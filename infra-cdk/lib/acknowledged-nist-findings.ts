/**
 * What the NIST 800-53 (revision 5) rules of cdk-nag find in production, and why it stays.
 *
 * By rule and not by construct, since a rule here mostly finds the same thing in several places. Each
 * reason holds for the constructs beside it, and for nothing else.
 */
import type { EnvironmentProps } from './environment.ts';

export interface AcknowledgedRule {
  readonly rule: string;
  readonly reason: string;

  /** Constructs by their path within a stack. */
  readonly on: readonly string[];
}

export function acknowledgedNistFindings(environment: EnvironmentProps): AcknowledgedRule[] {
  return [
    ...ALWAYS,
    ...(environment.network === undefined ? [OUTSIDE_OF_A_NETWORK] : OF_A_NETWORK),
    environment.replicaRegion === undefined ? IN_ONE_REGION : OF_A_COPY,
  ];
}

const FUNCTIONS = [
  'OrderApi',
  'Pipeline/StreamConsumer',
  'Pipeline/PdfWorker',
  'Replay/DlqReplay',
];
const PASSING_BUCKETS = ['AccessLogs', 'StreamFailures', 'Files'];

const ALWAYS: readonly AcknowledgedRule[] = [
  {
    rule: 'SNSEncryptedKMS',
    reason:
      'An alarm that may not use the key of its topic is lost without a trace; the messages name resources and numbers only.',
    on: ['Operations/Topic'],
  },
  {
    rule: 'S3BucketVersioningEnabled',
    reason:
      'Written once and forgotten after 90 days, or made again by a build. Old versions would keep personal data longer.',
    on: PASSING_BUCKETS,
  },
  {
    rule: 'S3BucketReplicationEnabled',
    reason: 'What is here for 90 days, or can be built again, needs no copy elsewhere.',
    on: PASSING_BUCKETS,
  },
  {
    rule: 'S3BucketReplicationEnabled',
    reason: 'It tells what was done in this region, to the queues of this region.',
    on: ['Replays'],
  },
  {
    rule: 'S3DefaultEncryptionKMS',
    reason:
      'S3 delivers access logs only to a bucket with its own encryption, and everybody may read the files of the console.',
    on: ['AccessLogs', 'Files'],
  },
  {
    rule: 'S3BucketLoggingEnabled',
    reason: 'Only CloudFront reads these files; its log would be addresses of people.',
    on: ['Files'],
  },
  {
    rule: 'SecretsManagerRotationEnabled',
    reason:
      'It signs page cursors. A new key would break the lists that clients are paging through, and protect nothing more.',
    on: ['CursorKey'],
  },
  {
    rule: 'IAMNoInlinePolicy',
    reason:
      'A role and what it allows are one thing, created and removed together, and used in one place. A managed policy could be attached to others.',
    on: [
      ...FUNCTIONS.flatMap((path) => [`${path}/Role`, `${path}/Rollout/Role`]),
      'InvoicesReplication/Role',
      'Replay/Nightly/Role',
      'Vpc/Refused/IAMRole',
    ],
  },
  {
    rule: 'CloudWatchAlarmAction',
    reason:
      'CodeDeploy looks at these during a rollout, goes back, and tells the operators. At other times a single failure is no reason to.',
    on: FUNCTIONS.map((path) => `${path}/Rollout`),
  },
  {
    rule: 'LambdaDLQ',
    reason:
      'It is for asynchronous invocations, and there are none: the API waits for its answer, stream and queue have destinations of their own.',
    on: FUNCTIONS.filter((path) => path !== 'Replay/DlqReplay'),
  },
  {
    rule: 'LambdaDLQ',
    reason: 'The nightly invocation of its alias has a destination for failures, which tells more.',
    on: ['Replay/DlqReplay'],
  },
  {
    rule: 'APIGWCacheEnabledAndEncrypted',
    reason:
      'Off unless `orderCache` asks for it: kept by token, as it has to be, it saves what ETags save for nothing.',
    on: ['RestApi/Api'],
  },
  {
    rule: 'APIGWExecutionLoggingEnabled',
    reason:
      'Execution logs go to a group outside of the stack and stay for ever. The access log names each error.',
    on: ['RestApi/Api'],
  },
  {
    rule: 'APIGWSSLEnabled',
    reason: 'A client certificate is for a backend reached by HTTP. This one is a function.',
    on: ['RestApi/Api'],
  },
  {
    rule: 'WAFv2LoggingEnabled',
    reason:
      'Its log would be addresses and headers of people. Metrics and samples show what each rule does.',
    on: ['RestApi/Firewall'],
  },
];

const OUTSIDE_OF_A_NETWORK: AcknowledgedRule = {
  rule: 'LambdaInsideVPC',
  reason:
    'A function reaches nothing but AWS, by TLS and with what its role allows. Who needs it all in a network sets `network`.',
  on: FUNCTIONS,
};

const OF_A_NETWORK: readonly AcknowledgedRule[] = [
  {
    rule: 'VPCNoUnrestrictedRouteToIGW',
    reason: 'The route of the NAT gateways. Nothing else is in the public subnets.',
    on: ['Vpc/PublicSubnet1', 'Vpc/PublicSubnet2'],
  },
  {
    rule: 'VPCDefaultSecurityGroupClosed',
    reason: 'Nothing is in the default group, and closing it takes a function that may change groups.',
    on: ['Vpc'],
  },
];

const OF_A_COPY: AcknowledgedRule = {
  rule: 'S3BucketReplicationEnabled',
  reason: 'It is the copy.',
  on: ['Invoices'],
};

const IN_ONE_REGION: AcknowledgedRule = {
  rule: 'S3BucketReplicationEnabled',
  reason: 'Orders and documents are in one region until `replicaRegion` names another.',
  on: ['Invoices'],
};
