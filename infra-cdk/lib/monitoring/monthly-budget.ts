/**
 * Tells the operators of a month that becomes expensive: at four fifths of what it may cost, and as
 * soon as it looks as if it would cost more.
 *
 * AWS counts by the tag of the bill, which somebody has to switch on once in the account that pays;
 * until then the budget counts nothing:
 *
 *     aws ce update-cost-allocation-tags-status --cost-allocation-tags-status \
 *       TagKey=budget,Status=Active TagKey=component,Status=Active
 */
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { costTags } from '../cost-tags.ts';
import type { EnvironmentProps } from '../environment.ts';

export interface MonthlyBudgetProps {
  readonly environment: EnvironmentProps;

  /** What a month may cost, in US dollars. */
  readonly dollars: number;

  /** Hears of it; its policy has to let budgets in. */
  readonly topic: Topic;
}

export class MonthlyBudget extends CfnBudget {
  constructor(scope: Construct, id: string, props: MonthlyBudgetProps) {
    const { environment, dollars, topic } = props;
    const { budget } = costTags(environment.name);
    const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
    const above = (notificationType: 'ACTUAL' | 'FORECASTED', percent: number) => ({
      notification: {
        notificationType,
        comparisonOperator: 'GREATER_THAN',
        threshold: percent,
        thresholdType: 'PERCENTAGE',
      },
      subscribers,
    });
    super(scope, id, {
      budget: {
        budgetName: budget,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: dollars, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:budget$${budget}`] },
      },
      notificationsWithSubscribers: [above('ACTUAL', 80), above('FORECASTED', 100)],
    });
  }
}
