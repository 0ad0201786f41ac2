/** The bill can be split by tags, and somebody hears of a month that becomes expensive. */
import { Match } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { FEATURE_FLAGS } from '../lib/feature-flags.ts';
import { WITH_EVERYTHING } from './examples.ts';
import { orderSystem, resourcesOf, synthesize } from './synthesized.ts';

describe('the budget', () => {
  const { data } = synthesize('prod', { monthlyBudget: 250 });

  test('counts what has the tag of this environment', () => {
    data.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: {
        BudgetName: 'orders-prod',
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: 250, Unit: 'USD' },
        CostFilters: { TagKeyValue: ['user:budget$orders-prod'] },
      },
    });
  });

  test('tells the operators before it is used up', () => {
    const [, { NotificationsWithSubscribers }] = resourcesOf(
      data.toJSON(),
      'AWS::Budgets::Budget',
    )[0]!;
    expect(
      NotificationsWithSubscribers.map(({ Notification, Subscribers }: any) => [
        Notification.NotificationType,
        Notification.Threshold,
        Subscribers,
      ]),
    ).toEqual([
      ['ACTUAL', 80, [operations]],
      ['FORECASTED', 100, [operations]],
    ]);
  });

  test('may write to their topic, for this account only', () => {
    data.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Sid: 'AllowBudget',
            Principal: { Service: 'budgets.amazonaws.com' },
            Action: 'sns:Publish',
            Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
          }),
        ]),
      },
    });
    data.hasResource('AWS::Budgets::Budget', {
      DependsOn: [Match.stringLikeRegexp('OperationsTopicPolicy')],
    });
  });

  test('is not there where nobody set one, and then nobody else may write', () => {
    const local = synthesize('local').data;
    local.resourceCountIs('AWS::Budgets::Budget', 0);
    expect(JSON.stringify(local.toJSON())).not.toContain('budgets.amazonaws.com');
  });

  const operations = {
    SubscriptionType: 'SNS',
    Address: { Ref: expect.stringMatching(/^OperationsTopic/) },
  };
});

test('each stack hands the tags of the bill to its resources', () => {
  const app = new App({ context: FEATURE_FLAGS, builtinCloudFormationValidation: false });
  orderSystem(app, 'prod', WITH_EVERYTHING);
  const tags = app.synth().stacks.map((stack) => [stack.stackName, stack.tags]);
  const expected = ['data', 'replica', 'network', 'api', 'service', 'frontend'].map((component) => [
    `orders-prod-${component}`,
    { application: 'orders', environment: 'prod', budget: 'orders-prod', component },
  ]);
  expect(Object.fromEntries(tags)).toEqual(Object.fromEntries(expected));
});
