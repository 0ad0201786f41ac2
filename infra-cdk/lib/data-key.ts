/**
 * The key that encrypts orders, documents, messages and the configuration of functions.
 *
 * Whoever reads or writes needs it as well as the thing itself, so the roles of the functions name its
 * actions too. Two services act with permissions of their own. SNS writes to queues that subscribe to
 * a topic; without the statement here such messages vanish. CloudWatch Logs encrypts what it keeps;
 * without the statement here a log group is not created.
 */
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { EnvironmentProps } from './environment.ts';
import type { Permission } from './rust-function.ts';

export interface DataKeyProps {
  readonly environment: EnvironmentProps;
}

export class DataKey extends Key {
  constructor(scope: Construct, id: string, props: DataKeyProps) {
    const { environment } = props;
    super(scope, id, {
      description: `Orders and documents of ${environment.name}`,
      enableKeyRotation: true,
      // Without the key, everything that is kept is lost as well.
      removalPolicy: environment.removalPolicy,
    });
    const { account, partition, region } = Stack.of(this);
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowNotificationsToQueues',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowLogs',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        // As AWS lists them ("Encrypt log data in CloudWatch Logs using AWS KMS").
        actions: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey*',
          'kms:ReEncrypt*',
        ],
        resources: ['*'],
        conditions: {
          ArnLike: {
            // CloudFormation names a log group after its stack.
            'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:orders-${environment.name}-*`,
          },
        },
      }),
    );
  }
}

/** For who reads and writes messages and objects: each gets a data key of its own. */
export function encryptWith(key: DataKey): Permission {
  return { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] };
}

/** For who reads and writes items: DynamoDB acts with the permissions of its caller. */
export function encryptTablesWith(key: DataKey): Permission {
  return {
    actions: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey*',
      'kms:ReEncrypt*',
    ],
    resources: [key.keyArn],
  };
}
