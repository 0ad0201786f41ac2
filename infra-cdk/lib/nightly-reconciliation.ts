/**
 * Each night, dlq-replay compares the orders that were placed in the last two days with the markers of
 * what was handled, and queues a last change that has none: the last net under everything else. Once a month
 * it goes back a quarter of a year, since an order that is weeks old may be shipped or refunded. That it finds
 * anything is itself a fault, so it is an alarm.
 *
 * Whatever keeps a night from beginning ends in one queue: the invocation that the schedule could not
 * make, and the one that failed in all of its attempts. One invocation hands on to the next through the
 * queue of jobs, which has its own alarms. And if no night comes to its end, for whatever reason, that is
 * an alarm too: nobody else would notice a schedule that was switched off.
 */
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnEventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type DataKey, encryptWith } from './data-key.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import type { EnvironmentProps } from './environment.ts';
import type { Operations } from './monitoring/operations.ts';
import { nightNotComparedAlarm, reconciledOrdersAlarm } from './monitoring/pipeline-metrics.ts';
import type { RustFunction } from './rust-function.ts';

export interface NightlyReconciliationProps {
  readonly environment: EnvironmentProps;
  readonly operations: Operations;

  /** Encrypts what failed. */
  readonly key: DataKey;

  /** Does it. */
  readonly dlqReplay: RustFunction;

  /** Receives invocations that were not made or failed; the function may send there. */
  readonly failures: DeadLetterQueue;
}

export class NightlyReconciliation extends Construct {
  constructor(scope: Construct, id: string, props: NightlyReconciliationProps) {
    super(scope, id);
    const { environment, operations, key, dlqReplay, failures } = props;

    reconciledOrdersAlarm(this, operations, environment.name);
    nightNotComparedAlarm(this, operations, environment.name);

    // The schedule does not wait for an answer, so Lambda itself tries again, and tells of the last
    // failure.
    const attempts = new CfnEventInvokeConfig(this, 'Attempts', {
      functionName: dlqReplay.function.functionName,
      qualifier: dlqReplay.live.aliasName,
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: Duration.hours(1).toSeconds(),
      destinationConfig: { onFailure: { destination: failures.queueArn } },
    });
    // It names the alias by its text, and would be made before there is one.
    attempts.node.addDependency(dlqReplay.live);

    const statements = [
      { actions: ['lambda:InvokeFunction'], resources: [dlqReplay.live.functionArn] },
      { actions: ['sqs:SendMessage'], resources: [failures.queueArn] },
      encryptWith(key),
    ].map(
      ({ actions, resources }) =>
        new PolicyStatement({
          effect: Effect.ALLOW,
          actions: [...actions],
          resources: [...resources],
        }),
    );
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: { invoke: new PolicyDocument({ statements }) },
    });

    for (const { scheduleId, description, scheduleExpression, days } of SCHEDULES) {
      new CfnSchedule(this, scheduleId, {
        description,
        scheduleExpression,
        scheduleExpressionTimezone: 'UTC',
        flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 15 },
        target: {
          arn: dlqReplay.live.functionArn,
          roleArn: role.roleArn,
          input: JSON.stringify({ reconcile: { days } }),
          retryPolicy: {
            maximumRetryAttempts: 3,
            maximumEventAgeInSeconds: Duration.hours(1).toSeconds(),
          },
          deadLetterConfig: { arn: failures.queueArn },
        },
      });
    }
  }
}

/** After midnight anywhere in Europe, and before people order. */
const SCHEDULES = [
  {
    scheduleId: 'Schedule',
    description: 'Looks for changes of the orders of two days that nobody handled',
    scheduleExpression: 'cron(30 2 * * ? *)',
    days: 2,
  },
  {
    scheduleId: 'MonthlySchedule',
    description: 'Looks for changes of the orders of a quarter of a year that nobody handled',
    scheduleExpression: 'cron(30 3 1 * ? *)',
    days: 92,
  },
] as const;
