/** What each function may do, all of it: one more action anywhere fails here. */
import type { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { WITH_EVERYTHING } from './examples.ts';
import { resourcesOf, synthesize, type TemplateJson, templatesOf } from './synthesized.ts';

const { data, api, service } = synthesize('prod');
const running = [api, service];

test('each role allows exactly this', () => {
  expect(permissionsByRole()).toEqual({
    OrderApiRole: [
      'dynamodb:GetItem Idempotency.Arn',
      'dynamodb:GetItem InvoiceSeries.Arn',
      'dynamodb:GetItem Orders.Arn',
      'dynamodb:PutItem Idempotency.Arn',
      'dynamodb:PutItem Orders.Arn',
      'dynamodb:Query Orders.Arn/index/OwnerIndex',
      'dynamodb:Query Orders.Arn/index/StatusIndex',
      'dynamodb:UpdateItem InvoiceSeries.Arn',
      'kms:Decrypt Key.Arn',
      'kms:DescribeKey Key.Arn',
      'kms:Encrypt Key.Arn',
      'kms:GenerateDataKey* Key.Arn',
      'kms:ReEncrypt* Key.Arn',
      'logs:CreateLogStream OrderApiLogs.Arn',
      'logs:PutLogEvents OrderApiLogs.Arn',
      's3:GetObject Invoices.Arn/orders/*/credit-note.pdf',
      's3:GetObject Invoices.Arn/orders/*/events/*',
      's3:GetObject Invoices.Arn/orders/*/invoice.pdf',
      's3:GetObjectVersion Invoices.Arn/orders/*/credit-note.pdf',
      's3:GetObjectVersion Invoices.Arn/orders/*/invoice.pdf',
      's3:ListBucket Invoices.Arn',
      'xray:PutTelemetryRecords *',
      'xray:PutTraceSegments *',
    ],
    PipelineStreamConsumerRole: [
      'dynamodb:DescribeStream Orders.Arn/stream/*',
      'dynamodb:GetRecords Orders.Arn/stream/*',
      'dynamodb:GetShardIterator Orders.Arn/stream/*',
      'dynamodb:ListStreams *',
      'kms:Decrypt Key.Arn',
      'kms:GenerateDataKey Key.Arn',
      'logs:CreateLogStream PipelineStreamConsumerLogs.Arn',
      'logs:PutLogEvents PipelineStreamConsumerLogs.Arn',
      's3:ListBucket StreamFailures.Arn',
      's3:PutObject StreamFailures.Arn/*',
      'sqs:SendMessage PipelineStatusChangesDeadLetters.Arn',
      'sqs:SendMessage PipelineStatusChangesQueue.Arn',
      'xray:PutTelemetryRecords *',
      'xray:PutTraceSegments *',
    ],
    PipelinePdfWorkerRole: [
      'kms:Decrypt Key.Arn',
      'kms:GenerateDataKey Key.Arn',
      'logs:CreateLogStream PipelinePdfWorkerLogs.Arn',
      'logs:PutLogEvents PipelinePdfWorkerLogs.Arn',
      's3:GetObject Invoices.Arn/orders/*',
      's3:ListBucket Invoices.Arn',
      's3:PutObject Invoices.Arn/orders/*',
      'sns:Publish PipelineNotifications',
      'sqs:DeleteMessage PipelineStatusChangesQueue.Arn',
      'sqs:GetQueueAttributes PipelineStatusChangesQueue.Arn',
      'sqs:ReceiveMessage PipelineStatusChangesQueue.Arn',
      'sqs:SendMessage PipelineStatusChangesDeadLetters.Arn',
      'xray:PutTelemetryRecords *',
      'xray:PutTraceSegments *',
    ],
    ReplayDlqReplayRole: [
      'dynamodb:GetItem Orders.Arn',
      'dynamodb:Query Orders.Arn/index/StatusIndex',
      'kms:Decrypt Key.Arn',
      'kms:DescribeKey Key.Arn',
      'kms:Encrypt Key.Arn',
      'kms:GenerateDataKey* Key.Arn',
      'kms:ReEncrypt* Key.Arn',
      'logs:CreateLogStream ReplayDlqReplayLogs.Arn',
      'logs:PutLogEvents ReplayDlqReplayLogs.Arn',
      's3:DeleteObject StreamFailures.Arn/*',
      's3:GetObject Replays.Arn/*',
      's3:GetObject StreamFailures.Arn/*',
      's3:ListBucket Invoices.Arn',
      's3:ListBucket Replays.Arn',
      's3:ListBucket StreamFailures.Arn',
      's3:PutObject Replays.Arn/*',
      'sqs:ChangeMessageVisibility PipelineStatusChangesDeadLetters.Arn',
      'sqs:ChangeMessageVisibility PipelineStatusChangesQueue.Arn',
      'sqs:DeleteMessage PipelineStatusChangesDeadLetters.Arn',
      'sqs:DeleteMessage PipelineStatusChangesQueue.Arn',
      'sqs:DeleteMessage ReplayJobsQueue.Arn',
      'sqs:GetQueueAttributes PipelineStatusChangesDeadLetters.Arn',
      'sqs:GetQueueAttributes PipelineStatusChangesQueue.Arn',
      'sqs:GetQueueAttributes ReplayJobsQueue.Arn',
      'sqs:ReceiveMessage PipelineStatusChangesDeadLetters.Arn',
      'sqs:ReceiveMessage PipelineStatusChangesQueue.Arn',
      'sqs:ReceiveMessage ReplayJobsQueue.Arn',
      'sqs:SendMessage PipelineStatusChangesDeadLetters.Arn',
      'sqs:SendMessage PipelineStatusChangesQueue.Arn',
      'sqs:SendMessage ReplayJobsQueue.Arn',
      'sqs:SendMessage ReplayMissedNights.Arn',
      'xray:PutTelemetryRecords *',
      'xray:PutTraceSegments *',
    ],
  });
});

test('dlq-replay may take messages back from the subscribers that there are, too', () => {
  const subscribers = [{ email: 'one@example.com' }, { email: 'two@example.com' }];
  const queues = rolesAndPermissions([
    synthesize('prod', { subscribers }).service,
  ])['ReplayDlqReplayRole']?.filter((permission) => permission.includes('Undelivered'));
  const actions = ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes'];
  expect(queues).toEqual(
    [...actions, 'ReceiveMessage', 'SendMessage'].flatMap((action) => [
      expect.stringMatching(`^sqs:${action} PipelineSubscribersUndeliveredoneexamplecom`),
      expect.stringMatching(`^sqs:${action} PipelineSubscribersUndeliveredtwoexamplecom`),
    ]),
  );
});

test('besides the roles, the key lets in the account, and SNS and logs on their way', () => {
  const [key] = Object.values(data.findResources('AWS::KMS::Key'));
  const statements: any[] = key?.['Properties'].KeyPolicy.Statement;
  expect(statements).toEqual([
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111111111111:root' },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      Sid: 'AllowNotificationsToQueues',
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
    },
    {
      Sid: 'AllowLogs',
      Effect: 'Allow',
      Principal: { Service: 'logs.eu-central-1.amazonaws.com' },
      Action: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey*',
        'kms:ReEncrypt*',
      ],
      Resource: '*',
      Condition: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn':
            'arn:aws:logs:eu-central-1:111111111111:log-group:orders-prod-*',
        },
      },
    },
    // Added by the construct of the secret that signs cursors; it allows the account no more than the
    // first statement does.
    expect.objectContaining({
      Principal: { AWS: 'arn:aws:iam::111111111111:root' },
      Condition: {
        StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' },
      },
    }),
  ]);
});

test('beside these there are two roles where somebody asks for them, and tests of their own', () => {
  const everything = templatesOf(synthesize('prod', WITH_EVERYTHING));
  const ids = (templates: readonly TemplateJson[]) =>
    templates.flatMap((template) => resourcesOf(template, 'AWS::IAM::Role')).map(([id]) => withoutHash(id));
  const alone = ids(templatesOf(synthesize('prod')));
  expect(ids(everything).filter((id) => !alone.includes(id))).toEqual([
    'InvoicesReplicationRole',
    'VpcRefusedIAMRole',
  ]);
});

test('nothing is allowed anywhere but in the roles', () => {
  for (const template of running) {
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    for (const [, role] of functionRoles(template)) {
      expect(Object.keys(role).sort()).toEqual(['AssumeRolePolicyDocument', 'Policies']);
    }
  }
});

test('the gateway may write logs', () => {
  const others = otherRoles();
  expect(others.map(([id]) => withoutHash(id))).toEqual([
    'OrderApiRolloutRole',
    'RestApiCloudWatchRole',
    'PipelineStreamConsumerRolloutRole',
    'PipelinePdfWorkerRolloutRole',
    'ReplayDlqReplayRolloutRole',
    'ReplayNightlyRole',
  ]);
  expect(others[1]?.[1]).toEqual({
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'apigateway.amazonaws.com' },
        },
      ],
    },
    ManagedPolicyArns: [
      {
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
          ],
        ],
      },
    ],
  });
});

test('a rollout may shift the traffic of functions, and tell the operators', () => {
  const rollouts = otherRoles().filter(([id]) => id.includes('RolloutRole'));
  expect(rollouts).toHaveLength(4);
  for (const [, role] of rollouts) {
    expect(role.AssumeRolePolicyDocument.Statement[0].Principal).toEqual({
      Service: 'codedeploy.amazonaws.com',
    });
    expect(role.ManagedPolicyArns.map(described)).toEqual([
      'arn:AWS::Partition:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited',
    ]);
    expect(role.Policies.flatMap(permissionsOf)).toEqual(['sns:Publish OperationsTopic']);
  }
});

test('the schedule may invoke dlq-replay, and say that it could not', () => {
  const [, role] = otherRoles().find(([id]) => id.startsWith('ReplayNightlyRole')) ?? [];
  expect(role.AssumeRolePolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'scheduler.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
    },
  ]);
  expect(role.ManagedPolicyArns).toBeUndefined();
  expect(role.Policies.flatMap(permissionsOf)).toEqual([
    'lambda:InvokeFunction ReplayDlqReplayFunctionAliaslive',
    'sqs:SendMessage ReplayMissedNights.Arn',
    'kms:Decrypt Key.Arn',
    'kms:GenerateDataKey Key.Arn',
  ]);
});

test('the API may call order-api, and dlq-replay for operators; nothing else may call a function', () => {
  const callers = running
    .flatMap((template) => resourcesOf(template.toJSON(), 'AWS::Lambda::Permission'))
    .map(
      ([, { Principal, FunctionName, SourceArn }]) =>
        `${Principal} ${described(FunctionName)} ${described(SourceArn)}`,
    );
  expect(callers).toEqual([
    'apigateway.amazonaws.com OrderApiFunctionAliaslive ' +
      'arn:aws:execute-api:eu-central-1:111111111111:RestApi/*/*/*',
    'apigateway.amazonaws.com ReplayDlqReplayFunctionAliaslive ' +
      'arn:aws:execute-api:eu-central-1:111111111111:RestApi/*/*/ops/*',
  ]);
});

function permissionsByRole(): Record<string, string[]> {
  return rolesAndPermissions(running);
}

function rolesAndPermissions(templates: readonly Template[]): Record<string, string[]> {
  return Object.fromEntries(
    templates
      .flatMap(functionRoles)
      .map(([id, role]) => [withoutHash(id), role.Policies.flatMap(permissionsOf).sort()]),
  );
}

function functionRoles(template: Template): [string, any][] {
  return resourcesOf(template.toJSON(), 'AWS::IAM::Role').filter(([, role]) =>
    isForFunctions(role),
  );
}

function otherRoles(): [string, any][] {
  return running
    .flatMap((template) => resourcesOf(template.toJSON(), 'AWS::IAM::Role'))
    .filter(([, role]) => !isForFunctions(role));
}

function isForFunctions(role: any): boolean {
  return role.AssumeRolePolicyDocument.Statement.some(
    (statement: any) => statement.Principal.Service === 'lambda.amazonaws.com',
  );
}

function permissionsOf(policy: { PolicyDocument: { Statement: unknown[] } }): string[] {
  return policy.PolicyDocument.Statement.flatMap((statement: any) => {
    expect(Object.keys(statement).sort()).toEqual(['Action', 'Effect', 'Resource']);
    expect(statement.Effect).toBe('Allow');
    return [statement.Action]
      .flat()
      .flatMap((action) => [statement.Resource].flat().map((arn) => `${action} ${described(arn)}`));
  });
}

/** A value of a template in one line, with the constructs that it refers to by their names. */
function described(value: any): string {
  if (typeof value === 'string') {
    return value;
  }
  if (value.Ref !== undefined) {
    return withoutHash(value.Ref);
  }
  if (value['Fn::GetAtt'] !== undefined) {
    const [id, attribute] = value['Fn::GetAtt'];
    return `${withoutHash(id)}.${attribute}`;
  }
  if (value['Fn::Join'] !== undefined) {
    const [separator, parts] = value['Fn::Join'];
    return parts.map(described).join(separator);
  }
  const exported = [data, api]
    .flatMap((template) => Object.values<any>(template.findOutputs('*')))
    .find((output) => output.Export.Name === value['Fn::ImportValue']);
  return described(exported.Value);
}

function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}
