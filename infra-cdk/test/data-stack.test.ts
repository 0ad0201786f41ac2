import { Match } from 'aws-cdk-lib/assertions';
import { Duration } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { synthesize } from './synthesized.ts';

const { data } = synthesize('prod');
const KEY = { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] };
const INVOICES = 'InvoicesF0222E8D';
const ACCESS_LOGS = 'AccessLogs8B620ECA';

test('the logical ids of tables, buckets, key and accounts never change', () => {
  // A new id is a new, empty resource. Never update this list to make the test pass.
  expect(Object.keys(data.findResources('AWS::DynamoDB::GlobalTable')).sort()).toEqual([
    'IdempotencyC15CBC33',
    'InvoiceSeries866C40F0',
    'OrdersA9B65338',
  ]);
  expect(Object.keys(data.findResources('AWS::S3::Bucket')).sort()).toEqual([
    'AccessLogs8B620ECA',
    'InvoicesF0222E8D',
    'Replays0062A655',
    'StreamFailuresE6D4F770',
  ]);
  expect(Object.keys(data.findResources('AWS::KMS::Key'))).toEqual(['Key961B73FD']);
  expect(Object.keys(data.findResources('AWS::SNS::Topic'))).toEqual(['OperationsTopic6D6844EA']);
  expect(Object.keys(data.findResources('AWS::Cognito::UserPool'))).toEqual([
    'AccessUserPool771E2DF7',
  ]);
  expect(Object.keys(data.findResources('AWS::Cognito::UserPoolClient')).sort()).toEqual([
    'AccessUserPoolCustomers46549D8D',
    'AccessUserPoolMachinesD4043407',
    'AccessUserPoolOperatorsDC4145F1',
  ]);
});

test('tables, buckets, key and accounts survive their stack', () => {
  for (const type of [
    'AWS::DynamoDB::GlobalTable',
    'AWS::S3::Bucket',
    'AWS::KMS::Key',
    'AWS::Cognito::UserPool',
    'AWS::Cognito::UserPoolClient',
    'AWS::Cognito::UserPoolResourceServer',
  ]) {
    data.allResources(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  }
});

describe('tables', () => {
  test('orders have their key, and a stream of both images', () => {
    data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: [
        { AttributeName: 'orderId', KeyType: 'HASH' },
        { AttributeName: 'createdAt', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'orderId', AttributeType: 'S' },
        { AttributeName: 'createdAt', AttributeType: 'S' },
        { AttributeName: 'statusShard', AttributeType: 'S' },
        { AttributeName: 'owner', AttributeType: 'S' },
      ],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
  });

  test('orders are listed by status and by owner, in the order of time, and only as list rows', () => {
    const orders = data.findResources('AWS::DynamoDB::GlobalTable')['OrdersA9B65338'];
    const listedBy = (indexName: string, partitionKey: string) => ({
      IndexName: indexName,
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: 'orderId', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['listing'] },
    });
    expect(orders?.['Properties'].GlobalSecondaryIndexes).toEqual([
      listedBy('StatusIndex', 'statusShard'),
      listedBy('OwnerIndex', 'owner'),
    ]);
  });

  test('invoice series have their key and no stream', () => {
    data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: [{ AttributeName: 'series', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'series', AttributeType: 'S' }],
      StreamSpecification: Match.absent(),
    });
  });

  test('idempotency keys expire, and have no stream', () => {
    data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: [{ AttributeName: 'requestKey', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'requestKey', AttributeType: 'S' }],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      StreamSpecification: Match.absent(),
    });
  });

  test('nothing else expires', () => {
    const tables = Object.entries(data.findResources('AWS::DynamoDB::GlobalTable'));
    const expiring = tables.filter(([, table]) => table['Properties'].TimeToLiveSpecification);
    expect(expiring.map(([id]) => id)).toEqual(['IdempotencyC15CBC33']);
  });

  test('all are on demand and protected', () => {
    data.allResourcesProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
      Replicas: [{ Region: 'eu-central-1', DeletionProtectionEnabled: true }],
    });
  });

  test('all are encrypted with the key, and name the keys that are throttled', () => {
    data.allResourcesProperties('AWS::DynamoDB::GlobalTable', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      Replicas: [
        {
          SSESpecification: { KMSMasterKeyId: KEY },
          ContributorInsightsSpecification: { Enabled: true, Mode: 'THROTTLED_KEYS' },
        },
      ],
    });
  });

  test('all but the idempotency keys are restorable', () => {
    const tables = Object.entries(data.findResources('AWS::DynamoDB::GlobalTable'));
    expect(
      Object.fromEntries(
        tables.map(([id, table]) => [
          id,
          table['Properties'].Replicas[0].PointInTimeRecoverySpecification,
        ]),
      ),
    ).toEqual({
      OrdersA9B65338: { PointInTimeRecoveryEnabled: true },
      InvoiceSeries866C40F0: { PointInTimeRecoveryEnabled: true },
      IdempotencyC15CBC33: { PointInTimeRecoveryEnabled: false },
    });
  });
});

describe('buckets', () => {
  test('all are private and only reached through TLS', () => {
    data.allResourcesProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    data.resourceCountIs('AWS::S3::BucketPolicy', 4);
    data.allResourcesProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Action: 's3:*',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      },
    });
  });

  test('those of data are encrypted with the key, and their requests are logged', () => {
    for (const [bucket, prefix] of [
      [INVOICES, 'invoices/'],
      ['StreamFailuresE6D4F770', 'stream-failures/'],
      ['Replays0062A655', 'replays/'],
    ] as const) {
      expect(bucketProperties(bucket)).toMatchObject({
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            {
              BucketKeyEnabled: true,
              ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY },
            },
          ],
        },
        LoggingConfiguration: {
          DestinationBucketName: { Ref: ACCESS_LOGS },
          LogFilePrefix: prefix,
        },
      });
    }
  });

  test('the logs are encrypted as their delivery allows, and forgotten after 90 days', () => {
    expect(bucketProperties(ACCESS_LOGS)).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
        ],
      },
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 90, Status: 'Enabled' }] },
    });
  });

  test('invoices keep every version, for seven years whoever wants to delete it', () => {
    expect(bucketProperties(INVOICES)).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 2557 } },
      },
    });
    const rules: object[] = bucketProperties(INVOICES).LifecycleConfiguration.Rules;
    for (const rule of rules) {
      expect(Object.keys(rule)).not.toContainEqual(expect.stringContaining('Expiration'));
    }
  });

  test('without retention, as where a stack is thrown away, invoices can be deleted', () => {
    for (const name of ['local', 'dev'] as const) {
      synthesize(name).data.allResourcesProperties('AWS::S3::Bucket', {
        ObjectLockEnabled: Match.absent(),
        ObjectLockConfiguration: Match.absent(),
      });
    }
  });

  test('invoices that nobody reads move to cheaper tiers, where their size allows', () => {
    expect(bucketProperties(INVOICES)).toMatchObject({
      LifecycleConfiguration: {
        Rules: [
          {
            Transitions: [{ StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 0 }],
            NoncurrentVersionTransitions: [
              { StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 1 },
            ],
          },
        ],
      },
      IntelligentTieringConfigurations: [
        {
          Status: 'Enabled',
          Tierings: [
            { AccessTier: 'ARCHIVE_ACCESS', Days: 125 },
            { AccessTier: 'DEEP_ARCHIVE_ACCESS', Days: 180 },
          ],
        },
      ],
    });
  });

  test.each([
    [400, {}],
    [30, { replayRetention: Duration.days(30) }],
  ])('what was replayed is known for %i days, and not changed without a trace', (days, changes) => {
    const template = synthesize('prod', changes).data;
    const replays = template.findResources('AWS::S3::Bucket')['Replays0062A655'];
    expect(replays?.['Properties']).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [
          {
            ExpirationInDays: days,
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
            Status: 'Enabled',
          },
        ],
      },
    });
  });

  test('failed records are forgotten after 90 days', () => {
    data.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: [Match.objectLike({ ExpirationInDays: 90, Status: 'Enabled' })],
      },
    });
  });
});

function bucketProperties(logicalId: string) {
  return data.findResources('AWS::S3::Bucket')[logicalId]?.['Properties'];
}
