/**
 * The bucket of documents and of the markers of what was published.
 *
 * A document that is written again is a new version, and every version stays. Where the environment
 * retains invoices, Object Lock keeps each version from being deleted. Its mode is governance and not
 * compliance: a court can order that somebody's data be deleted, and a document of the wrong company
 * can get in. In compliance mode not even the account's owner could follow, for seven years; in this
 * one it takes a permission, `s3:BypassGovernanceRetention`, that no role here has.
 */
import type { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectLockRetention,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { DocumentReplication } from './document-replication.ts';
import type { EnvironmentProps } from './environment.ts';
import type { Replica } from './replica.ts';

export interface InvoicesBucketProps {
  readonly environment: EnvironmentProps;
  readonly key: Key;

  /** Receives a line for each request. */
  readonly accessLogs: Bucket;

  /** @default - CloudFormation generates a name */
  readonly bucketName?: string;

  /**
   * Where each document is copied to.
   *
   * @default - nowhere
   */
  readonly replica?: Replica | undefined;
}

export class InvoicesBucket extends Bucket {
  constructor(scope: Construct, id: string, props: InvoicesBucketProps) {
    const { environment, key, accessLogs, bucketName, replica } = props;
    const { invoiceRetention } = environment;
    // Before the bucket, which names its role.
    const replication =
      replica && new DocumentReplication(scope, `${id}Replication`, { replica });
    super(scope, id, {
      ...(bucketName !== undefined && { bucketName }),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      versioned: true,
      // Browsers follow the API's links to documents, and say `null` for where they come from. Whoever has
      // such a link may read the document anyway.
      cors: [
        { allowedMethods: [HttpMethods.GET], allowedOrigins: ['*'], maxAge: Duration.days(1).toSeconds() },
      ],
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'invoices/',
      removalPolicy: environment.removalPolicy,
      ...(invoiceRetention && {
        objectLockDefaultRetention: ObjectLockRetention.governance(invoiceRetention),
      }),
      ...(replication && {
        replicationRole: replication.role,
        replicationRules: [replication.rule],
      }),
      // S3 leaves objects below 128 KB where they are, and so nearly all documents at hand. One that is
      // archived has to be restored before its link works again.
      lifecycleRules: [
        {
          id: 'tier-by-access',
          transitions: [
            {
              storageClass: StorageClass.INTELLIGENT_TIERING,
              transitionAfter: Duration.days(0),
            },
          ],
          noncurrentVersionTransitions: [
            {
              storageClass: StorageClass.INTELLIGENT_TIERING,
              transitionAfter: Duration.days(1),
            },
          ],
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
      intelligentTieringConfigurations: [
        {
          name: 'archive',
          archiveAccessTierTime: Duration.days(125),
          deepArchiveAccessTierTime: Duration.days(180),
        },
      ],
    });
    replication?.allow(this, key);
  }
}
