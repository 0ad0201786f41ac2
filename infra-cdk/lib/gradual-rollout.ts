/**
 * Takes a new version of a function into use step by step: a tenth of the calls for five minutes, then
 * all of them. If anything fails in between, every call goes to the version before again, and the
 * operators hear of it.
 *
 * The alarms here are for this decision and wake nobody: a single failure is reason enough to go back,
 * and not to get up. Those that the operators hear of are in `monitoring/`.
 */
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import {
  CfnDeploymentGroup,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from 'aws-cdk-lib/aws-codedeploy';
import {
  ManagedPolicy,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Operations } from './monitoring/operations.ts';

export interface GradualRolloutProps {
  readonly operations: Operations;

  readonly alias: Alias;

  /**
   * Counts of failures that callers see though the function did not crash, by name.
   *
   * @default {}
   */
  readonly failures?: Readonly<Record<string, IMetric>> | undefined;
}

export class GradualRollout extends Construct {
  constructor(scope: Construct, id: string, props: GradualRolloutProps) {
    super(scope, id);
    const { operations, alias, failures = {} } = props;
    const { topic } = operations;

    const crashes = alias.metricErrors({ statistic: 'Sum', period: Duration.minutes(1) });
    const alarms = Object.entries({ Crashes: crashes, ...failures }).map(
      ([name, metric]) =>
        new Alarm(this, name, {
          metric,
          threshold: 0,
          comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
          evaluationPeriods: 1,
          treatMissingData: TreatMissingData.NOT_BREACHING,
          alarmDescription: 'Ends the rollout of a new version; otherwise nobody is told',
        }),
    );

    const group = new LambdaDeploymentGroup(this, 'Group', {
      alias,
      alarms,
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
      role: new Role(this, 'Role', {
        assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
        managedPolicies: [
          ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSCodeDeployRoleForLambdaLimited'),
        ],
        inlinePolicies: {
          tellOperators: new PolicyDocument({
            statements: [
              new PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] }),
            ],
          }),
        },
      }),
    });
    tellOf(group, topic.topicArn);
  }
}

/** The construct knows no triggers. */
function tellOf(group: LambdaDeploymentGroup, topicArn: string): void {
  const resource = group.node.defaultChild;
  if (!CfnDeploymentGroup.isCfnDeploymentGroup(resource)) {
    throw new Error('expected an AWS::CodeDeploy::DeploymentGroup in its construct');
  }
  resource.triggerConfigurations = [
    {
      triggerName: 'operations',
      triggerEvents: ['DeploymentFailure', 'DeploymentRollback'],
      triggerTargetArn: topicArn,
    },
  ];
}
