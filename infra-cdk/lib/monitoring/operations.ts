/**
 * How the people who operate the system hear of trouble: one topic, and alarms that lead from there
 * to the runbook.
 *
 * The topic has no key of its own, on purpose. An alarm names resources and numbers, never an order
 * or a person, while a key would stand between each alarm and its readers: an alarm that may not use
 * the key of its topic is lost without a trace, together with every other. What is left to protect is
 * the way there, so all access has to use TLS.
 */
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import {
  type AddToResourcePolicyResult,
  Effect,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Annotations, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EnvironmentProps } from '../environment.ts';
import { MonthlyBudget } from './monthly-budget.ts';
import { topicAlarms } from './topic-alarms.ts';

export interface OperationsProps {
  readonly environment: EnvironmentProps;
}

export class Operations extends Construct {
  /** Every alarm of the system goes here, and what AWS says of its budget; nothing else. */
  readonly topic: Topic;

  private readonly runbookUrl: string;

  constructor(scope: Construct, id: string, props: OperationsProps) {
    super(scope, id);
    const { environment } = props;
    this.runbookUrl = environment.runbookUrl ?? 'infra-cdk/RUNBOOK.md';

    this.topic = new Topic(this, 'Topic', { displayName: 'Order alarms', enforceSSL: true });
    // The policy above takes the place of the one that a topic has by default, which lets alarms in.
    this.allow('AllowAlarms', 'cloudwatch.amazonaws.com');
    const { monthlyBudget, operators = [] } = environment;
    if (monthlyBudget !== undefined) {
      const { policyDependable } = this.allow('AllowBudget', 'budgets.amazonaws.com');
      const budget = new MonthlyBudget(this, 'Budget', {
        environment,
        dollars: monthlyBudget,
        topic: this.topic,
      });
      if (policyDependable !== undefined) {
        // AWS refuses a budget that may not write to its topic.
        budget.node.addDependency(policyDependable);
      }
    }
    if (operators.length === 0 && environment.emulatorLimits === undefined) {
      Annotations.of(this).addWarningV2(
        'orders:noOperators',
        `nobody is told of alarms in \`${environment.name}\`: name \`operators\` in environments.ts`,
      );
    }
    for (const email of operators) {
      this.topic.addSubscription(new EmailSubscription(email));
    }
    topicAlarms(this, this, this.topic);
  }

  /** Adds an alarm to `scope` that tells the operators, and where they read on. */
  alarm(scope: Construct, id: string, props: OperationsAlarmProps): void {
    this.add(scope, id, props, {
      threshold: props.moreThan,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      // All of these metrics are silent while nothing happens.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** As `alarm`, for a metric that is counted all the time: that nothing comes is the trouble. */
  alarmOnSilence(scope: Construct, id: string, props: SilenceAlarmProps): void {
    this.add(scope, id, props, {
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  private add(
    scope: Construct,
    id: string,
    { metric, evaluationPeriods = 1, happening, runbook }: SilenceAlarmProps,
    when: Pick<AlarmProps, 'threshold' | 'comparisonOperator' | 'treatMissingData'>,
  ): void {
    const alarm = new Alarm(scope, id, {
      ...when,
      metric,
      evaluationPeriods,
      alarmDescription: `${happening}. What to do: ${this.runbookUrl}#${runbook}`,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }

  private allow(sid: string, service: string): AddToResourcePolicyResult {
    return this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid,
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal(service)],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }
}

export interface OperationsAlarmProps extends SilenceAlarmProps {
  /** The greatest value that is still fine. */
  readonly moreThan: number;
}

export interface SilenceAlarmProps {
  /** One metric and no expression: the emulator knows no others. */
  readonly metric: IMetric;

  /**
   * How many periods in a row it has to last.
   *
   * @default 1
   */
  readonly evaluationPeriods?: number;

  /** What the reader of the message is told, as a sentence without its full stop. */
  readonly happening: string;

  /** The section that says what to do. */
  readonly runbook: RunbookSection;
}

/** The anchors of `RUNBOOK.md`; a test compares them with its headings. */
export const RUNBOOK_SECTIONS = [
  'api-errors',
  'api-latency',
  'function-errors',
  'function-throttles',
  'table-throttles',
  'bucket-refusals',
  'stream-not-read',
  'stream-behind',
  'records-set-aside',
  'records-lost',
  'queue-behind',
  'dead-letters',
  'parked-messages',
  'replays-stuck',
  'reconciled-orders',
  'reconciliation-failed',
  'night-not-compared',
  'notifications-failed',
  'replica-behind',
] as const;

export type RunbookSection = (typeof RUNBOOK_SECTIONS)[number];
