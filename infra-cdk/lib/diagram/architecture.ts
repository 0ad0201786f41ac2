/**
 * The system in one picture: what there is, what passes from where to where, and by what in the
 * templates each arrow is backed. `npm run diagram` draws it, and a test looks everything up in the
 * templates of production, so the picture shows nothing that is not deployed.
 */

export interface Node {
  readonly title: string;
  readonly subtitle: string;
  readonly kind: NodeKind;

  /** Column and row, from the top left. */
  readonly at: readonly [column: number, row: number];

  /** Undefined for people and programs that are not part of the system. */
  readonly resource: Resource | undefined;
}

export type NodeKind =
  'outside' | 'gateway' | 'identity' | 'function' | 'table' | 'bucket' | 'queue' | 'topic' | 'alarm';

/** One resource of the templates, or several of a type whose logical ids begin alike. */
export interface Resource {
  readonly type: string;
  /** The start of its logical id: the path of its construct. */
  readonly construct: string;
}

export interface Arrow {
  readonly from: NodeName;
  readonly to: NodeName;
  readonly kind: ArrowKind;
  readonly label: string;
  readonly backedBy: Evidence;

  /**
   * Whether this way is taken by what failed only.
   *
   * @default false
   */
  readonly failure?: boolean;

  readonly leaves: Port;
  readonly arrives: Port;

  /**
   * How far from the middle between two nodes an arrow with two corners bends, in pixels to the right.
   *
   * @default 0
   */
  readonly bend?: number;
}

export const ARROW_KINDS = ['http', 'call', 'database', 'storage', 'events'] as const;
export type ArrowKind = (typeof ARROW_KINDS)[number];

/** A side of a node, and how far from the middle of that side, in pixels to the right or down. */
export type Port = readonly [side: Side, offset?: number];
export type Side = 'left' | 'right' | 'top' | 'bottom';

/** What has to be in the templates for an arrow to be true. */
export type Evidence =
  /** The role of the function it starts at allows this on what it leads to. */
  | { readonly permission: string }
  /** The role of the function it leads to allows this on where it starts. */
  | { readonly reads: string }
  /** A variable of the function it starts at names what it leads to. */
  | { readonly variable: string }
  /** An output tells whoever is outside the address of what it leads to. */
  | { readonly output: string }
  | {
      readonly by:
        | 'integration'
        | 'eventSourceMapping'
        | 'onFailureDestination'
        | 'redrivePolicy'
        | 'subscription'
        | 'alarmAction'
        | 'bucketPolicy';
    };

const lambda = (construct: string) => ({ type: 'AWS::Lambda::Function', construct });
const table = (construct: string) => ({ type: 'AWS::DynamoDB::GlobalTable', construct });
const bucket = (construct: string) => ({ type: 'AWS::S3::Bucket', construct });
const queue = (construct: string) => ({ type: 'AWS::SQS::Queue', construct });
const topic = (construct: string) => ({ type: 'AWS::SNS::Topic', construct });

export const NODES = {
  caller: {
    title: 'callers',
    subtitle: 'people, programs',
    kind: 'outside',
    at: [0, 1],
    resource: undefined,
  },
  accounts: {
    title: 'accounts',
    subtitle: 'Cognito',
    kind: 'identity',
    at: [1, 0],
    resource: { type: 'AWS::Cognito::UserPool', construct: 'AccessUserPool' },
  },
  restApi: {
    title: 'REST API',
    subtitle: 'API Gateway, WAF',
    kind: 'gateway',
    at: [1, 1],
    resource: { type: 'AWS::ApiGateway::RestApi', construct: 'RestApi' },
  },
  console: {
    title: 'console',
    subtitle: 'CloudFront',
    kind: 'gateway',
    at: [0, 2],
    resource: { type: 'AWS::CloudFront::Distribution', construct: 'Distribution' },
  },
  consoleFiles: {
    title: 'console files',
    subtitle: 'S3, private',
    kind: 'bucket',
    at: [1, 2],
    resource: bucket('Files'),
  },
  orderApi: {
    title: 'order-api',
    subtitle: 'Lambda, Rust',
    kind: 'function',
    at: [2, 1],
    resource: lambda('OrderApi'),
  },
  idempotency: {
    title: 'idempotency',
    subtitle: 'DynamoDB',
    kind: 'table',
    at: [3, 0],
    resource: table('Idempotency'),
  },
  orders: {
    title: 'orders',
    subtitle: 'DynamoDB',
    kind: 'table',
    at: [3, 1],
    resource: table('Orders'),
  },
  invoiceSeries: {
    title: 'invoice-series',
    subtitle: 'DynamoDB',
    kind: 'table',
    at: [3, 2],
    resource: table('InvoiceSeries'),
  },
  streamFailures: {
    title: 'stream failures',
    subtitle: 'S3, whole records',
    kind: 'bucket',
    at: [4, 0],
    resource: bucket('StreamFailures'),
  },
  streamConsumer: {
    title: 'stream-consumer',
    subtitle: 'Lambda, Rust',
    kind: 'function',
    at: [4, 1],
    resource: lambda('PipelineStreamConsumer'),
  },
  statusChanges: {
    title: 'status changes',
    subtitle: 'SQS FIFO',
    kind: 'queue',
    at: [4, 2],
    resource: queue('PipelineStatusChangesQueue'),
  },
  deadLetters: {
    title: 'dead letters',
    subtitle: 'SQS FIFO',
    kind: 'queue',
    at: [4, 3],
    resource: queue('PipelineStatusChangesDeadLetters'),
  },
  pdfWorker: {
    title: 'pdf-worker',
    subtitle: 'Lambda, Rust',
    kind: 'function',
    at: [3, 3],
    resource: lambda('PipelinePdfWorker'),
  },
  invoices: {
    title: 'invoices',
    subtitle: 'S3, versioned',
    kind: 'bucket',
    at: [2, 2],
    resource: bucket('Invoices'),
  },
  notifications: {
    title: 'notifications',
    subtitle: 'SNS',
    kind: 'topic',
    at: [1, 3],
    resource: topic('PipelineNotifications'),
  },
  subscribers: {
    title: 'subscribers',
    subtitle: 'e-mail, SMS, queues',
    kind: 'outside',
    at: [0, 3],
    resource: undefined,
  },
  replays: {
    title: 'replays',
    subtitle: 'S3, audit log',
    kind: 'bucket',
    at: [5.25, 0],
    resource: bucket('Replays'),
  },
  dlqReplay: {
    title: 'dlq-replay',
    subtitle: 'Lambda, Rust',
    kind: 'function',
    at: [5.25, 1],
    resource: lambda('ReplayDlqReplay'),
  },
  replayJobs: {
    title: 'replay jobs',
    subtitle: 'SQS FIFO',
    kind: 'queue',
    at: [5.25, 2],
    resource: queue('ReplayJobsQueue'),
  },
  stuckReplays: {
    title: 'stuck replays',
    subtitle: 'SQS FIFO',
    kind: 'queue',
    at: [5.25, 3],
    resource: queue('ReplayJobsDeadLetters'),
  },
  alarms: {
    title: 'alarms',
    subtitle: 'CloudWatch',
    kind: 'alarm',
    at: [2, 4],
    resource: { type: 'AWS::CloudWatch::Alarm', construct: '' },
  },
  operations: {
    title: 'operations',
    subtitle: 'SNS',
    kind: 'topic',
    at: [1, 4],
    resource: topic('OperationsTopic'),
  },
  operators: {
    title: 'operators',
    subtitle: 'with the runbook',
    kind: 'outside',
    at: [0, 4],
    resource: undefined,
  },
} as const satisfies Record<string, Node>;

export type NodeName = keyof typeof NODES;

export const ARROWS: readonly Arrow[] = [
  {
    from: 'caller',
    to: 'accounts',
    kind: 'http',
    label: 'sign in',
    backedBy: { output: 'UserPoolId' },
    leaves: ['top'],
    arrives: ['left'],
  },
  {
    from: 'caller',
    to: 'restApi',
    kind: 'http',
    label: 'REST',
    backedBy: { output: 'ApiUrl' },
    leaves: ['right'],
    arrives: ['left'],
  },
  {
    from: 'caller',
    to: 'console',
    kind: 'http',
    label: 'pages',
    backedBy: { output: 'ConsoleUrl' },
    leaves: ['bottom'],
    arrives: ['top'],
  },
  {
    from: 'console',
    to: 'consoleFiles',
    kind: 'storage',
    label: 'reads',
    backedBy: { by: 'bucketPolicy' },
    leaves: ['right'],
    arrives: ['left'],
  },
  {
    from: 'restApi',
    to: 'orderApi',
    kind: 'call',
    label: 'invokes',
    backedBy: { by: 'integration' },
    leaves: ['right'],
    arrives: ['left'],
  },
  {
    from: 'orderApi',
    to: 'accounts',
    kind: 'http',
    label: 'public keys',
    backedBy: { variable: 'TOKEN_ISSUER' },
    leaves: ['top'],
    arrives: ['right'],
  },
  {
    from: 'orderApi',
    to: 'idempotency',
    kind: 'database',
    label: 'requests',
    backedBy: { permission: 'dynamodb:PutItem' },
    leaves: ['right', -22],
    arrives: ['left'],
  },
  {
    from: 'orderApi',
    to: 'orders',
    kind: 'database',
    label: 'writes',
    backedBy: { permission: 'dynamodb:PutItem' },
    leaves: ['right'],
    arrives: ['left'],
  },
  {
    from: 'orderApi',
    to: 'invoiceSeries',
    kind: 'database',
    label: 'numbers',
    backedBy: { permission: 'dynamodb:UpdateItem' },
    leaves: ['right', 22],
    arrives: ['left'],
  },
  {
    from: 'orderApi',
    to: 'invoices',
    kind: 'storage',
    label: 'signs links',
    backedBy: { permission: 's3:GetObject' },
    leaves: ['bottom'],
    arrives: ['top'],
  },
  {
    from: 'orders',
    to: 'streamConsumer',
    kind: 'events',
    label: 'stream',
    backedBy: { by: 'eventSourceMapping' },
    leaves: ['right'],
    arrives: ['left'],
  },
  {
    from: 'streamConsumer',
    to: 'streamFailures',
    kind: 'storage',
    label: 'given up',
    backedBy: { by: 'onFailureDestination' },
    failure: true,
    leaves: ['top'],
    arrives: ['bottom'],
  },
  {
    from: 'streamConsumer',
    to: 'statusChanges',
    kind: 'events',
    label: 'in order',
    backedBy: { permission: 'sqs:SendMessage' },
    leaves: ['bottom'],
    arrives: ['top'],
  },
  {
    from: 'streamConsumer',
    to: 'deadLetters',
    kind: 'events',
    label: 'parked',
    backedBy: { permission: 'sqs:SendMessage' },
    failure: true,
    leaves: ['right'],
    arrives: ['right'],
  },
  {
    from: 'statusChanges',
    to: 'deadLetters',
    kind: 'events',
    label: 'after 5 tries',
    backedBy: { by: 'redrivePolicy' },
    failure: true,
    leaves: ['bottom'],
    arrives: ['top'],
  },
  {
    from: 'statusChanges',
    to: 'pdfWorker',
    kind: 'events',
    label: 'batches',
    backedBy: { by: 'eventSourceMapping' },
    leaves: ['left'],
    arrives: ['right', -16],
  },
  {
    from: 'pdfWorker',
    to: 'deadLetters',
    kind: 'events',
    label: 'parked',
    backedBy: { permission: 'sqs:SendMessage' },
    failure: true,
    leaves: ['right', 16],
    arrives: ['left', 16],
  },
  {
    from: 'pdfWorker',
    to: 'invoices',
    kind: 'storage',
    label: 'PDF, marker',
    backedBy: { permission: 's3:PutObject' },
    leaves: ['left', -16],
    arrives: ['bottom'],
  },
  {
    from: 'pdfWorker',
    to: 'notifications',
    kind: 'events',
    label: 'received, invoiced, paid, shipped …',
    backedBy: { permission: 'sns:Publish' },
    leaves: ['left', 16],
    arrives: ['right', 16],
  },
  {
    from: 'notifications',
    to: 'subscribers',
    kind: 'events',
    label: 'delivers',
    backedBy: { by: 'subscription' },
    leaves: ['left'],
    arrives: ['right'],
  },
  {
    from: 'restApi',
    to: 'dlqReplay',
    kind: 'call',
    label: 'invokes, for operators',
    backedBy: { by: 'integration' },
    leaves: ['top', 55],
    arrives: ['top', 40],
  },
  {
    from: 'dlqReplay',
    to: 'replays',
    kind: 'storage',
    label: 'what was done',
    backedBy: { permission: 's3:PutObject' },
    leaves: ['top', -40],
    arrives: ['bottom', -40],
  },
  {
    from: 'streamFailures',
    to: 'dlqReplay',
    kind: 'storage',
    label: 'given up',
    backedBy: { reads: 's3:GetObject' },
    failure: true,
    leaves: ['right'],
    arrives: ['left', -20],
  },
  {
    from: 'deadLetters',
    to: 'dlqReplay',
    kind: 'events',
    label: 'parked',
    backedBy: { reads: 'sqs:ReceiveMessage' },
    failure: true,
    leaves: ['right', 16],
    arrives: ['left', 20],
    bend: 22,
  },
  {
    from: 'dlqReplay',
    to: 'statusChanges',
    kind: 'events',
    label: 'again',
    backedBy: { permission: 'sqs:SendMessage' },
    leaves: ['left'],
    arrives: ['right', -20],
    bend: -12,
  },
  {
    from: 'replayJobs',
    to: 'dlqReplay',
    kind: 'events',
    label: 'one at a time',
    backedBy: { by: 'eventSourceMapping' },
    leaves: ['top'],
    arrives: ['bottom'],
  },
  {
    from: 'replayJobs',
    to: 'stuckReplays',
    kind: 'events',
    label: 'after 5 tries',
    backedBy: { by: 'redrivePolicy' },
    failure: true,
    leaves: ['bottom'],
    arrives: ['top'],
  },
  {
    from: 'alarms',
    to: 'operations',
    kind: 'events',
    label: 'go off',
    backedBy: { by: 'alarmAction' },
    leaves: ['left'],
    arrives: ['right'],
  },
  {
    from: 'operations',
    to: 'operators',
    kind: 'events',
    label: 'delivers',
    backedBy: { by: 'subscription' },
    leaves: ['left'],
    arrives: ['right'],
  },
];
