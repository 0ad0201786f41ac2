/**
 * What is wrong with the alarms of some templates: those that could never fire, and those that nobody
 * would hear. And with the graphs of their dashboards: those that would always be empty.
 *
 * CloudWatch accepts any metric that an alarm or a graph names. One without data, because a dimension is
 * missing, wrong, or names something that does not exist, is simply never reached.
 */
import { resourcesOf, type TemplateJson } from './synthesized.ts';

/** Says what is wrong, one line for each fault, starting with the logical id of the alarm. */
export function alarmFaults(templates: readonly TemplateJson[]): string[] {
  return templates.flatMap((template) => {
    const ending = endingRollouts(template);
    return resourcesOf(template, 'AWS::CloudWatch::Alarm').flatMap(([id, alarm]) =>
      [
        ...metricFaults(alarm, template, templates),
        // A rollout looks at its alarms, and they tell nobody else.
        ...(ending.has(id) ? [] : actionFaults(alarm, template, templates)),
      ].map((fault) => `${id}: ${fault}`),
    );
  });
}

/** The logical ids of the alarms that end a rollout, and call off a new version. */
export function endingRollouts(template: TemplateJson): Set<string> {
  return new Set(
    resourcesOf(template, 'AWS::CodeDeploy::DeploymentGroup').flatMap(([, group]) =>
      group.AlarmConfiguration.Enabled === true &&
      group.AutoRollbackConfiguration.Events.includes('DEPLOYMENT_STOP_ON_ALARM')
        ? group.AlarmConfiguration.Alarms.map(({ Name }: any) => Name.Ref)
        : [],
    ),
  );
}

/** Says what is wrong with the metrics of the dashboards, one line for each fault. */
export function dashboardFaults(templates: readonly TemplateJson[]): string[] {
  return templates.flatMap((template) =>
    resourcesOf(template, 'AWS::CloudWatch::Dashboard').flatMap(([, { DashboardBody }]) =>
      dashboardMetrics(DashboardBody).flatMap((metric) =>
        metricFaults(metric, template, templates),
      ),
    ),
  );
}

/** The metrics of a dashboard in the shape of those of alarms. */
export function dashboardMetrics(body: any): any[] {
  // The body is JSON with references in between. They are taken out, and put back after parsing.
  const references: unknown[] = [];
  const text = body['Fn::Join'][1]
    .map((part: unknown) => (typeof part === 'string' ? part : `@${references.push(part) - 1}@`))
    .join('');
  return JSON.parse(text).widgets.flatMap(({ properties }: any) =>
    properties.metrics.map(([Namespace, MetricName, ...rest]: any[]) => {
      const named = rest.filter((part) => typeof part === 'string');
      const referenceOr = (part: string) => {
        const [, index] = /^@(\d+)@$/.exec(part) ?? [];
        return index === undefined ? part : references[Number(index)];
      };
      return {
        Namespace,
        MetricName,
        Dimensions: Array.from({ length: named.length / 2 }, (_, index) => ({
          Name: named[2 * index],
          Value: referenceOr(String(named[2 * index + 1])),
        })),
      };
    }),
  );
}

/** The metric of an alarm and what it is about, in one line: `AWS/SQS Depth <logical id>`. */
export function watched(templates: readonly TemplateJson[]): string[] {
  return templates
    .flatMap((template) =>
      resourcesOf(template, 'AWS::CloudWatch::Alarm').map(
        ([, { Namespace, MetricName, Dimensions }]) =>
          [
            Namespace,
            MetricName,
            ...(Dimensions ?? []).map(({ Value }: any) => resolved(Value, template, templates).id ?? Value),
          ].join(' '),
      ),
    )
    .sort();
}

function metricFaults(
  alarm: any,
  template: TemplateJson,
  templates: readonly TemplateJson[],
): string[] {
  const metric = `${alarm.Namespace} ${alarm.MetricName}`;
  const shapes = METRICS[metric.replace(toldNamespace(templates), 'OrderPipeline')];
  if (shapes === undefined) {
    return [`nobody publishes \`${metric}\``];
  }
  const dimensions: { Name: string; Value: unknown }[] = alarm.Dimensions ?? [];
  const names = dimensions.map(({ Name }) => Name).sort();
  const shape = shapes.find((known) => String(Object.keys(known).sort()) === String(names));
  if (shape === undefined) {
    return [`\`${metric}\` is not published for the dimensions [${names.join(', ')}]`];
  }
  const values = Object.fromEntries(
    dimensions.map(({ Name, Value }) => [Name, resolved(Value, template, templates)]),
  );
  return Object.entries(shape).flatMap(([name, exists]) => {
    const value = values[name];
    return value !== undefined && exists(value, values, templates)
      ? []
      : [`\`${name}\` names nothing that is deployed: ${JSON.stringify(value)}`];
  });
}

/** Where the functions are told to count. */
function toldNamespace(templates: readonly TemplateJson[]): string {
  const told = templates
    .flatMap((template) => resourcesOf(template, 'AWS::Lambda::Function'))
    .map(([, { Environment }]) => Environment.Variables.METRICS_NAMESPACE);
  const [namespace, ...others] = new Set(told);
  if (namespace === undefined || others.length > 0) {
    throw new Error(`expected one METRICS_NAMESPACE of all functions, found ${JSON.stringify(told)}`);
  }
  return namespace;
}

/** An alarm that is heard goes to a topic which lets alarms in, and whose key, if any, does too. */
function actionFaults(
  alarm: any,
  template: TemplateJson,
  templates: readonly TemplateJson[],
): string[] {
  const topics = [alarm.AlarmActions ?? []]
    .flat()
    .map((action: unknown) => resolved(action, template, templates));
  if (topics.length === 0) {
    return ['nobody is told'];
  }
  return topics.flatMap((topic: Resolved) => {
    if (topic.type !== 'AWS::SNS::Topic') {
      return [`the action is no topic of the system: ${JSON.stringify(topic)}`];
    }
    const faults = [];
    const policies = resourcesOf(topic.template, 'AWS::SNS::TopicPolicy').filter(([, policy]) =>
      policy.Topics.some((ref: any) => ref.Ref === topic.id),
    );
    if (!policies.some(([, policy]) => letsAlarmsIn(policy.PolicyDocument, 'sns:Publish'))) {
      faults.push('the policy of the topic does not let alarms in');
    }
    const masterKey = topic.properties.KmsMasterKeyId;
    if (masterKey !== undefined) {
      const key = resolved(masterKey, topic.template, templates);
      if (
        key.type !== 'AWS::KMS::Key' ||
        !letsAlarmsIn(key.properties.KeyPolicy, 'kms:GenerateDataKey*') ||
        !letsAlarmsIn(key.properties.KeyPolicy, 'kms:Decrypt')
      ) {
        faults.push('the key of the topic does not let alarms in');
      }
    }
    return faults;
  });
}

function letsAlarmsIn(policy: any, action: string): boolean {
  return policy.Statement.some(
    (statement: any) =>
      statement.Effect === 'Allow' &&
      statement.Principal?.Service === 'cloudwatch.amazonaws.com' &&
      [statement.Action].flat().includes(action),
  );
}

/** A value of a template: text as it stands or as JSON, or the resource that it refers to. */
interface Resolved {
  readonly text?: string;
  readonly id?: string;
  readonly type?: string;
  readonly attribute?: string;
  readonly properties?: any;
  readonly template?: any;
}

function resolved(
  value: any,
  template: TemplateJson,
  templates: readonly TemplateJson[],
): Resolved {
  if (typeof value === 'string') {
    return { text: value };
  }
  const [id, attribute] = value?.['Fn::GetAtt'] ?? [value?.Ref, 'Ref'];
  const resource = template['Resources'][id];
  if (resource !== undefined) {
    const found = { id, attribute, type: resource.Type, properties: resource.Properties };
    // Not a part of what a fault prints.
    return Object.defineProperty(found, 'template', { value: template, enumerable: false });
  }
  for (const other of templates) {
    for (const output of Object.values<any>(other['Outputs'] ?? {})) {
      if (output.Export !== undefined && output.Export.Name === value?.['Fn::ImportValue']) {
        return resolved(output.Value, other, templates);
      }
    }
  }
  return { text: JSON.stringify(value) };
}

type Exists = (
  value: Resolved,
  all: Readonly<Record<string, Resolved>>,
  templates: readonly TemplateJson[],
) => boolean;

/** The dimensions that a metric is published with, and for each what its value has to be. */
type Shape = Readonly<Record<string, Exists>>;

const attributeOf =
  (type: string, attribute: string): Exists =>
  (value) =>
    value.type === type && value.attribute === attribute;

const oneOf =
  (...texts: readonly string[]): Exists =>
  ({ text }) =>
    text !== undefined && texts.includes(text);

const FUNCTION: Shape[] = [{ FunctionName: attributeOf('AWS::Lambda::Function', 'Ref') }];
const ALIAS: Shape = {
  FunctionName: attributeOf('AWS::Lambda::Function', 'Ref'),
  Resource: ({ text }, { FunctionName }, templates) =>
    text === JSON.stringify({ 'Fn::Join': ['', [{ Ref: FunctionName?.id }, ':live']] }) &&
    templates
      .flatMap((template) => resourcesOf(template, 'AWS::Lambda::Alias'))
      .some(([, alias]) => alias.Name === 'live' && alias.FunctionName.Ref === FunctionName?.id),
};
const QUEUE: Shape[] = [{ QueueName: attributeOf('AWS::SQS::Queue', 'QueueName') }];
const TOPIC: Shape[] = [{ TopicName: attributeOf('AWS::SNS::Topic', 'TopicName') }];

const TABLE_NAME = attributeOf('AWS::DynamoDB::GlobalTable', 'Ref');
const TABLE_OR_INDEX: Shape[] = [
  { TableName: TABLE_NAME },
  {
    TableName: TABLE_NAME,
    GlobalSecondaryIndexName: ({ text }, { TableName }) =>
      TableName?.properties?.GlobalSecondaryIndexes?.some(
        ({ IndexName }: any) => IndexName === text,
      ) === true,
  },
];

const BUCKET_WITH_FILTER: Shape[] = [
  {
    BucketName: attributeOf('AWS::S3::Bucket', 'Ref'),
    FilterId: ({ text }, { BucketName }) =>
      BucketName?.properties?.MetricsConfigurations?.some(({ Id }: any) => Id === text) === true,
  },
];

/** Of a mapping that counts its events, and has a place for those that it gives up. */
const COUNTING_STREAM_MAPPING: Shape[] = [
  {
    EventSourceMappingUUID: ({ type, attribute, properties }) =>
      type === 'AWS::Lambda::EventSourceMapping' &&
      attribute === 'Ref' &&
      properties.MetricsConfig?.Metrics.includes('EventCount') === true &&
      properties.DestinationConfig?.OnFailure !== undefined,
  },
];

function replicationRules(bucket: Resolved | undefined): any[] {
  return bucket?.properties?.ReplicationConfiguration?.Rules ?? [];
}

const STAGE: Shape[] = [
  {
    // The name of the API and not its id, which is what people write here.
    ApiName: ({ text }, _all, templates) =>
      templates
        .flatMap((template) => resourcesOf(template, 'AWS::ApiGateway::RestApi'))
        .some(([, api]) => api.Name === text),
    Stage: (value, _all, templates) =>
      value.type === 'AWS::ApiGateway::Stage' ||
      templates
        .flatMap((template) => resourcesOf(template, 'AWS::ApiGateway::Stage'))
        .some(([, stage]) => stage.StageName === value.text),
  },
];

/** As AWS documents them, and as our functions write them, wherever they are told to. */
const METRICS: Readonly<Record<string, Shape[]>> = {
  'AWS/Lambda Errors': [...FUNCTION, ALIAS],
  'AWS/Lambda Throttles': FUNCTION,
  'AWS/Lambda IteratorAge': FUNCTION,
  'AWS/Lambda OnFailureDestinationDeliveredEventCount': COUNTING_STREAM_MAPPING,
  'AWS/Lambda DroppedEventCount': COUNTING_STREAM_MAPPING,
  'AWS/Lambda PolledEventCount': COUNTING_STREAM_MAPPING,
  'AWS/Lambda ConcurrentExecutions': FUNCTION,
  'AWS/Lambda Duration': FUNCTION,
  'AWS/SQS ApproximateNumberOfMessagesVisible': QUEUE,
  'AWS/SQS ApproximateNumberOfMessagesNotVisible': QUEUE,
  'AWS/SQS ApproximateAgeOfOldestMessage': QUEUE,
  'AWS/SQS NumberOfMessagesReceived': QUEUE,
  'AWS/SQS NumberOfMessagesDeleted': QUEUE,
  'AWS/SNS NumberOfNotificationsFailed': TOPIC,
  'AWS/SNS NumberOfNotificationsDelivered': TOPIC,
  'AWS/DynamoDB ReadThrottleEvents': TABLE_OR_INDEX,
  'AWS/DynamoDB WriteThrottleEvents': TABLE_OR_INDEX,
  'AWS/DynamoDB ThrottledRequests': [
    {
      TableName: TABLE_NAME,
      Operation: oneOf('GetItem', 'Query', 'PutItem', 'UpdateItem', 'TransactWriteItems'),
    },
  ],
  'AWS/DynamoDB ReplicationLatency': [
    {
      TableName: TABLE_NAME,
      ReceivingRegion: ({ text }, { TableName }) =>
        TableName?.properties?.Replicas.some(({ Region }: any) => Region === text) === true,
    },
  ],
  'AWS/S3 4xxErrors': BUCKET_WITH_FILTER,
  'AWS/S3 OperationsFailedReplication': [
    {
      SourceBucket: attributeOf('AWS::S3::Bucket', 'Ref'),
      DestinationBucket: ({ text }, { SourceBucket }) =>
        replicationRules(SourceBucket).some(({ Destination }) =>
          Destination.Bucket.endsWith(`:::${text}`),
        ),
      RuleId: ({ text }, { SourceBucket }) =>
        replicationRules(SourceBucket).some(
          // Without its metrics, a rule publishes nothing.
          ({ Id, Destination }) => Id === text && Destination.Metrics?.Status === 'Enabled',
        ),
    },
  ],
  'AWS/ApiGateway Count': STAGE,
  'AWS/ApiGateway 4XXError': STAGE,
  'AWS/ApiGateway 5XXError': STAGE,
  'AWS/ApiGateway IntegrationLatency': STAGE,
  'AWS/ApiGateway Latency': STAGE,
  'OrderPipeline OrdersPlaced': [{}],
  'OrderPipeline StatusChanges': [
    {
      Status: oneOf(
        'PENDING',
        'CONFIRMED',
        'PAID',
        'SHIPPED',
        'DELIVERED',
        'CANCELLED',
        'REFUNDED',
      ),
    },
  ],
  'OrderPipeline DocumentsRendered': [{ Kind: oneOf('invoice', 'credit-note') }],
  'OrderPipeline TimeToInvoice': [{}],
  'OrderPipeline StreamLag': [{}],
  'OrderPipeline QueueLag': [{}],
  'OrderPipeline RenderTime': [{}],
  'OrderPipeline TimeToNotification': [{}],
  'OrderPipeline DuplicatesSkipped': [{}],
  'OrderPipeline ReconciledOrders': [{}],
  'OrderPipeline ReconciliationsCompleted': [{}],
  'OrderPipeline ParkedMessages': [{ ParkedBy: oneOf('stream-consumer', 'pdf-worker') }],
};
