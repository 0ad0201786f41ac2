/** What there is: each part of the system with its place in the picture and its resource in the templates. */

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
