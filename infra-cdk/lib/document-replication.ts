/**
 * Copies each version of a document to the bucket in the second region, as it is written, together
 * with how long it may not be deleted. What is deleted here stays there.
 *
 * Encrypted objects are not copied unless both keys are named: S3 takes the one to read and the other
 * to write.
 */
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, ReplicationTimeValue, type ReplicationRule } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Replica } from './replica.ts';

export interface DocumentReplicationProps {
  readonly replica: Replica;
}

export class DocumentReplication extends Construct {
  readonly rule: ReplicationRule;

  /** S3 copies in this role. */
  readonly role: Role;

  private readonly replica: Replica;

  constructor(scope: Construct, id: string, props: DocumentReplicationProps) {
    super(scope, id);
    const { replica } = props;
    this.replica = replica;
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('s3.amazonaws.com') });
    this.rule = {
      id: REPLICATION_RULE,
      destination: Bucket.fromBucketName(this, 'Copies', replica.bucketName),
      sseKmsEncryptedObjects: true,
      kmsKey: Key.fromKeyArn(this, 'CopiesKey', replica.keyAliasArn),
      deleteMarkerReplication: false,
      // Only with a promised time does S3 tell how far behind the copies are.
      replicationTimeControl: ReplicationTimeValue.FIFTEEN_MINUTES,
      metrics: ReplicationTimeValue.FIFTEEN_MINUTES,
    };
  }

  /** Lets S3 read what is in `bucket` and encrypted with `key`, and write the copies. */
  allow(bucket: Bucket, key: Key): void {
    const { region } = Stack.of(this);
    const { replica } = this;
    for (const statement of [
      {
        actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
        resources: [bucket.bucketArn],
      },
      {
        actions: [
          's3:GetObjectLegalHold',
          's3:GetObjectRetention',
          's3:GetObjectVersionAcl',
          's3:GetObjectVersionForReplication',
          's3:GetObjectVersionTagging',
        ],
        resources: [bucket.arnForObjects('*')],
      },
      {
        actions: ['s3:ReplicateObject', 's3:ReplicateTags'],
        resources: [`${replica.bucketArn}/*`],
      },
      {
        actions: ['kms:Decrypt'],
        resources: [key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
      },
      {
        actions: ['kms:Encrypt', 'kms:GenerateDataKey'],
        resources: [replica.anyKeyArn],
        conditions: {
          StringEquals: { 'kms:ViaService': `s3.${replica.region}.amazonaws.com` },
          'ForAnyValue:StringEquals': { 'kms:ResourceAliases': replica.keyAlias },
        },
      },
    ]) {
      this.role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, ...statement }));
    }
  }
}

export const REPLICATION_RULE = 'copies';
