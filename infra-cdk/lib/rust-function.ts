/**
 * One Lambda function written in Rust, with a role that allows what is listed and nothing else.
 */
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import {
  Effect,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  type Alias,
  Code,
  Function,
  type ILayerVersion,
  LoggingFormat,
  type RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { resolve } from 'node:path';
import { capacityOf } from './capacity.ts';
import type { EnvironmentProps, FunctionName } from './environment.ts';
import { GradualRollout } from './gradual-rollout.ts';
import { functionAlarms } from './monitoring/function-alarms.ts';
import type { Operations } from './monitoring/operations.ts';
import { metricsNamespaceOf } from './monitoring/pipeline-metrics.ts';
import type { FunctionNetwork } from './network-stack.ts';
import { rustBinaryDirectory } from './rust-binary.ts';
import { scheduleWarmInstances, type WarmInstances } from './warm-instances.ts';

export interface RustFunctionProps {
  readonly environment: EnvironmentProps;

  /** Hears of a function that fails. */
  readonly operations: Operations;

  /** Encrypts logs, and the variables; the permissions have to allow decrypting with it. */
  readonly key: IKey;

  /** The crate, and so the directory of the binary. */
  readonly functionName: FunctionName;

  /**
   * What it is called on AWS, for who has to call it before it is there.
   *
   * @default - CloudFormation generates a name
   */
  readonly physicalName?: string;

  readonly description: string;

  /** In MiB; the processor share grows with it. */
  readonly memorySize: number;

  readonly timeout: Duration;

  /** The function's own configuration; what all of them are told is added. */
  readonly variables: Record<string, string>;

  /**
   * What it finds below `/opt`.
   *
   * @default - nothing
   */
  readonly layers?: readonly ILayerVersion[];

  /**
   * Instances that are always initialised.
   *
   * @default - none
   */
  readonly warm?: WarmInstances | undefined;

  /**
   * Runs in its private subnets.
   *
   * @default - outside of any network
   */
  readonly network?: FunctionNetwork | undefined;

  /**
   * Whether it may call itself through a queue for as long as it takes.
   *
   * @default - Lambda ends such a loop after some 16 invocations
   */
  readonly recursiveLoop?: RecursiveLoop;

  /**
   * Failures that end the rollout of a new version, besides crashes, by name.
   *
   * @default {}
   */
  readonly rolloutFailures?: Readonly<Record<string, IMetric>>;

  /** Everything the function may do, apart from writing its own log and traces. */
  readonly permissions: readonly Permission[];
}

/** Actions allowed on resources, without a condition. */
export interface Permission {
  readonly actions: readonly string[];
  /** ARNs. */
  readonly resources: readonly string[];
}

export class RustFunction extends Construct {
  readonly function: Function;

  /** What callers call: the version of the last deployment that went through. */
  readonly live: Alias;

  constructor(scope: Construct, id: string, props: RustFunctionProps) {
    super(scope, id);
    const { environment, network } = props;
    const reserved = capacityOf(environment)?.reservedConcurrency[props.functionName];

    const logGroup = new LogGroup(this, 'Logs', {
      encryptionKey: props.key,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: environment.removalPolicy,
    });

    // The policies are part of the role, so nothing can use the role before it is complete.
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        permissions: new PolicyDocument({
          statements: [
            ...props.permissions,
            ...(network ? [ATTACH_TO_NETWORK] : []),
            // These two know no resources.
            {
              actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
              resources: ['*'],
            },
            {
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [logGroup.logGroupArn],
            },
          ].map(allow),
        }),
      },
    });

    this.function = new Function(this, 'Function', {
      ...(props.physicalName !== undefined && { functionName: props.physicalName }),
      description: props.description,
      runtime: Runtime.PROVIDED_AL2023,
      handler: 'bootstrap',
      architecture: environment.architecture,
      code: Code.fromAsset(
        rustBinaryDirectory({
          functionsDirectory: environment.functionsDirectory ?? DEFAULT_FUNCTIONS_DIRECTORY,
          functionName: props.functionName,
          architecture: environment.architecture,
          buildCommand: environment.buildCommand,
        }),
      ),
      memorySize: props.memorySize,
      timeout: props.timeout,
      environment: {
        ...props.variables,
        LOG_LEVEL: environment.logLevel,
        METRICS_NAMESPACE: metricsNamespaceOf(environment.name),
      },
      environmentEncryption: props.key,
      ...(props.layers && { layers: [...props.layers] }),
      logGroup,
      // What the function writes is JSON already; this is for what Lambda writes in between.
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      ...(props.recursiveLoop !== undefined && { recursiveLoop: props.recursiveLoop }),
      ...(network && {
        vpc: network.vpc,
        vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
        securityGroups: [network.functions],
      }),
      ...(reserved !== undefined && { reservedConcurrentExecutions: reserved }),
      // Constructs that would grant themselves more than is listed above find the role closed.
      role: role.withoutPolicyUpdates(),
    });

    this.live = this.function.addAlias('live', {
      // Lambda takes no 0 here: without a number, the schedule alone decides.
      ...(props.warm?.always && { provisionedConcurrentExecutions: props.warm.always }),
    });
    if (props.warm && !environment.emulatorLimits?.scheduledScaling) {
      scheduleWarmInstances(this.live, props.warm);
    }

    if (environment.rollout !== 'at once' && !environment.emulatorLimits?.gradualRollout) {
      new GradualRollout(this, 'Rollout', {
        operations: props.operations,
        alias: this.live,
        failures: props.rolloutFailures,
      });
    }

    functionAlarms(this, props.operations, props.functionName, this.function);
  }
}

/**
 * Lambda asks for these when it attaches a function to a network, and takes nothing narrower; they are
 * the actions of the policy that AWS keeps for it, less those on logs.
 */
const ATTACH_TO_NETWORK: Permission = {
  actions: [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ],
  resources: ['*'],
};

function allow(permission: Permission): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [...permission.actions],
    resources: [...permission.resources],
  });
}

const DEFAULT_FUNCTIONS_DIRECTORY = resolve(import.meta.dirname, '../../target/lambda');
