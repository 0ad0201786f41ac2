import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { synthesize } from './synthesized.ts';

const { data } = synthesize('prod');

test('the logical ids of tables, buckets and accounts never change', () => {
  // A new id is a new, empty resource. Never update this list to make the test pass.
  expect(Object.keys(data.findResources('AWS::DynamoDB::GlobalTable')).sort()).toEqual([
    'IdempotencyC15CBC33',
    'InvoiceSeries866C40F0',
    'OrdersA9B65338',
  ]);
  expect(Object.keys(data.findResources('AWS::S3::Bucket')).sort()).toEqual([
    'InvoicesF0222E8D',
    'StreamFailuresE6D4F770',
  ]);
  expect(Object.keys(data.findResources('AWS::SNS::Topic'))).toEqual(['OperationsTopic6D6844EA']);
  expect(Object.keys(data.findResources('AWS::Cognito::UserPool'))).toEqual([
    'AccessUserPool771E2DF7',
  ]);
  expect(Object.keys(data.findResources('AWS::Cognito::UserPoolClient')).sort()).toEqual([
    'AccessUserPoolCustomers46549D8D',
    'AccessUserPoolMachinesD4043407',
  ]);
});

test('tables, buckets and accounts survive their stack', () => {
  for (const type of [
    'AWS::DynamoDB::GlobalTable',
    'AWS::S3::Bucket',
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
  test('all are private, encrypted and only reached through TLS', () => {
    data.allResourcesProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
        ],
      },
    });
    data.resourceCountIs('AWS::S3::BucketPolicy', 2);
    data.allResourcesProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Effect: 'Deny',
            Action: 's3:*',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ],
      },
    });
  });

  test('invoices keep every version', () => {
    const invoices = data.findResources('AWS::S3::Bucket')['InvoicesF0222E8D'];
    expect(invoices?.['Properties']).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
    });
    expect(invoices?.['Properties']).not.toHaveProperty('LifecycleConfiguration');
  });

  test('failed records are forgotten after 90 days', () => {
    data.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: [Match.objectLike({ ExpirationInDays: 90, Status: 'Enabled' })],
      },
    });
  });
});
