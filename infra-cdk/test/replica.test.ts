/** The copies in a second region, for environments that ask for them. */
import { Match } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { FEATURE_FLAGS } from '../lib/feature-flags.ts';
import { alarmFaults, watched } from './alarm-faults.ts';
import { orderSystem, resourcesOf, synthesize, templatesOf } from './synthesized.ts';

const system = synthesize('prod', { replicaRegion: 'eu-west-1' });
const { data, replica } = system;
const BUCKET = 'orders-prod-invoices-111111111111-eu-west-1';
const ALIAS = 'arn:aws:kms:eu-west-1:111111111111:alias/orders-prod-replica';

test('there are none where nobody asks for them', () => {
  const alone = synthesize('prod');
  expect(alone.replica).toBeUndefined();
  alone.data.allResourcesProperties('AWS::S3::Bucket', { ReplicationConfiguration: Match.absent() });
});

test('they are deployed first, in their region', () => {
  const { data: first, replica: second } = orderSystem(new App({ context: FEATURE_FLAGS }), 'prod', {
    replicaRegion: 'eu-west-1',
  });
  expect(second?.region).toBe('eu-west-1');
  expect(first.dependencies).toEqual([second]);
});

describe('each table', () => {
  test('has a copy that is as protected as itself', () => {
    const tables = resourcesOf(data.toJSON(), 'AWS::DynamoDB::GlobalTable');
    expect(tables).toHaveLength(3);
    for (const [, { Replicas }] of tables) {
      const [copy, original] = Replicas;
      expect(copy).toEqual({
        ...original,
        Region: 'eu-west-1',
        SSESpecification: { KMSMasterKeyId: ALIAS },
      });
      expect(original.Region).toBe('eu-central-1');
      expect(copy.DeletionProtectionEnabled).toBe(true);
    }
  });

  test('keeps its logical id, and so its data', () => {
    expect(Object.keys(data.findResources('AWS::DynamoDB::GlobalTable')).sort()).toEqual(
      Object.keys(synthesize('prod').data.findResources('AWS::DynamoDB::GlobalTable')).sort(),
    );
  });
});

describe('each document', () => {
  test('is copied with its encryption, and deleted nowhere but where somebody deletes it', () => {
    data.hasResourceProperties('AWS::S3::Bucket', {
      ReplicationConfiguration: {
        Role: { 'Fn::GetAtt': [Match.stringLikeRegexp('^InvoicesReplicationRole'), 'Arn'] },
        Rules: [
          {
            Status: 'Enabled',
            DeleteMarkerReplication: { Status: 'Disabled' },
            SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } },
            Destination: {
              Bucket: `arn:aws:s3:::${BUCKET}`,
              EncryptionConfiguration: { ReplicaKmsKeyID: ALIAS },
              Metrics: { Status: 'Enabled' },
            },
          },
        ],
      },
    });
  });

  test('is copied by a role that may do exactly this', () => {
    const [policy, ...others] = resourcesOf(data.toJSON(), 'AWS::IAM::Policy');
    expect(others).toEqual([]);
    const invoices = { 'Fn::GetAtt': ['InvoicesF0222E8D', 'Arn'] };
    expect(policy?.[1].PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
        Resource: invoices,
      },
      {
        Effect: 'Allow',
        Action: [
          's3:GetObjectLegalHold',
          's3:GetObjectRetention',
          's3:GetObjectVersionAcl',
          's3:GetObjectVersionForReplication',
          's3:GetObjectVersionTagging',
        ],
        Resource: { 'Fn::Join': ['', [invoices, '/*']] },
      },
      {
        Effect: 'Allow',
        Action: ['s3:ReplicateObject', 's3:ReplicateTags'],
        Resource: `arn:aws:s3:::${BUCKET}/*`,
      },
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] },
        Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
      },
      {
        Effect: 'Allow',
        Action: ['kms:Encrypt', 'kms:GenerateDataKey'],
        Resource: 'arn:aws:kms:eu-west-1:111111111111:key/*',
        Condition: {
          StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' },
          'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/orders-prod-replica' },
        },
      },
    ]);
  });

  test('arrives in a bucket that keeps it as the first one does', () => {
    const kept = (bucket: any) => ({
      ObjectLockConfiguration: bucket.ObjectLockConfiguration,
      ObjectLockEnabled: bucket.ObjectLockEnabled,
      PublicAccessBlockConfiguration: bucket.PublicAccessBlockConfiguration,
      VersioningConfiguration: bucket.VersioningConfiguration,
    });
    const [, copy] = resourcesOf(replica?.toJSON() ?? {}, 'AWS::S3::Bucket').find(([id]) =>
      id.startsWith('Invoices'),
    )!;
    const [, original] = resourcesOf(data.toJSON(), 'AWS::S3::Bucket').find(([id]) =>
      id.startsWith('Invoices'),
    )!;
    expect(kept(copy)).toEqual(kept(original));
    expect(copy.ObjectLockEnabled).toBe(true);
    expect(copy.BucketName).toBe(BUCKET);
    replica?.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/orders-prod-replica' });
    replica?.allResources('AWS::KMS::Key', { DeletionPolicy: 'Retain' });
  });
});

test('somebody hears of copies that fall behind', () => {
  const templates = templatesOf(system);
  expect(alarmFaults(templates)).toEqual([]);
  const names = watched(templates).filter((alarm) => /Replication/.test(alarm));
  expect(names).toEqual([
    'AWS/DynamoDB ReplicationLatency eu-west-1 IdempotencyC15CBC33',
    'AWS/DynamoDB ReplicationLatency eu-west-1 InvoiceSeries866C40F0',
    'AWS/DynamoDB ReplicationLatency eu-west-1 OrdersA9B65338',
    `AWS/S3 OperationsFailedReplication ${BUCKET} copies InvoicesF0222E8D`,
  ]);
});
