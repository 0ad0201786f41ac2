/**
 * What the copies in the second region are called.
 *
 * The main region names them without a look at the stack that has them: CloudFormation hands nothing
 * from one region to another. So these names are chosen, where all others are generated.
 */
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { EnvironmentName } from './environment.ts';

export interface Replica {
  readonly region: string;
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly keyAlias: string;
  /** Services take an alias in the place of a key; policies do not. */
  readonly keyAliasArn: string;
  /** Any key of the region, for a policy with a condition on the alias. */
  readonly anyKeyArn: string;
}

/** Finds the names of an environment's copies in `region`, as `scope` has to write them. */
export function replicaIn(region: string, name: EnvironmentName, scope: Construct): Replica {
  const { account, partition } = Stack.of(scope);
  const bucketName = `orders-${name}-invoices-${account}-${region}`;
  const keyAlias = `alias/orders-${name}-replica`;
  const kms = `arn:${partition}:kms:${region}:${account}`;
  return {
    region,
    bucketName,
    bucketArn: `arn:${partition}:s3:::${bucketName}`,
    keyAlias,
    keyAliasArn: `${kms}:${keyAlias}`,
    anyKeyArn: `${kms}:key/*`,
  };
}
