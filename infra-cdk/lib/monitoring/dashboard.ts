/**
 * One page to look at first: how the business does on top, and below it the resources in the order
 * in which an order passes them. And one for a closer look. They are two because AWS charges three dollars a
 * month for a page with more than fifty lines, and nothing for three smaller ones.
 */
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Metric,
  type MetricOptions,
  PeriodOverride,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EnvironmentName, EnvironmentProps } from '../environment.ts';
import {
  DOCUMENT_KINDS,
  documentsRendered,
  duplicatesSkipped,
  ordersPlaced,
  parkedMessages,
  PARKERS,
  reconciledOrders,
  reconciliationsCompleted,
  STAGES,
  stageTime,
  STATUSES,
  statusChanges,
  timeToInvoice,
} from './pipeline-metrics.ts';

export interface OrdersDashboardProps {
  readonly environment: EnvironmentProps;
  readonly stage: Stage;
  readonly orders: ITable;
  readonly streamConsumer: IFunction;

  /** By name, in the order in which an order passes them. */
  readonly functions: Readonly<Record<string, IFunction>>;

  readonly statusChanges: IQueue;
  readonly deadLetters: IQueue;
  readonly notifications: ITopic;

  /** Replays of dead letters that wait, and that stopped. */
  readonly replayJobs: IQueue;
  readonly stuckReplays: IQueue;
}

export class OrdersDashboard extends Construct {
  constructor(scope: Construct, id: string, props: OrdersDashboardProps) {
    super(scope, id);
    const { stage, orders, notifications } = props;
    const { name } = props.environment;
    this.page('Dashboard', `orders-${name}`, [
      business(name),
      api(stage),
      functions(props.functions),
      queues(props),
      {
        'Refused by DynamoDB': throttledRequests(orders),
        Notifications: [
          notifications.metricNumberOfNotificationsDelivered({ label: 'delivered' }),
          notifications.metricNumberOfNotificationsFailed({ label: 'failed' }),
        ],
      },
    ]);
    this.page('Details', `orders-${name}-details`, [stages(name), replays(props)]);
  }

  private page(id: string, dashboardName: string, rows: readonly Graphs[]): void {
    new Dashboard(this, id, {
      dashboardName,
      defaultInterval: Duration.hours(3),
      // Over a week, a point a minute would be more than a graph can show.
      periodOverride: PeriodOverride.AUTO,
      widgets: rows.map(row),
    });
  }
}

/** Titles and what they show, from left to right. */
type Graphs = Readonly<Record<string, readonly IMetric[]>>;

function business(name: EnvironmentName): Graphs {
  return {
    'Orders placed': [ordersPlaced(name)],
    'Status changes': STATUSES.map((status) => statusChanges(name, status).with({ label: status })),
    Documents: DOCUMENT_KINDS.map((kind) => documentsRendered(name, kind).with({ label: kind })),
    'Time to invoice (ms)': [
      timeToInvoice(name, 'p50').with({ label: 'p50' }),
      timeToInvoice(name, 'p99').with({ label: 'p99' }),
    ],
    'Parked messages': PARKERS.map((parker) => parkedMessages(name, parker).with({ label: parker })),
  };
}

function api(stage: Stage): Graphs {
  return {
    Requests: [stage.metricCount({ statistic: 'SampleCount' })],
    Errors: [stage.metricClientError(), stage.metricServerError()],
    'Latency (ms)': [
      stage.metricLatency({ statistic: 'p50', label: 'p50' }),
      stage.metricLatency({ statistic: 'p99', label: 'p99' }),
      stage.metricIntegrationLatency({ statistic: 'p99', label: 'p99 of order-api alone' }),
    ],
  };
}

function functions(byName: Readonly<Record<string, IFunction>>): Graphs {
  const each = (metric: (lambda: IFunction, options: MetricOptions) => Metric) =>
    Object.entries(byName).map(([name, lambda]) => metric(lambda, { label: name }));
  return {
    'Running at once': each((lambda, options) =>
      lambda.metric('ConcurrentExecutions', { ...options, statistic: 'Maximum' }),
    ),
    Failed: each((lambda, options) => lambda.metricErrors(options)),
    Throttled: each((lambda, options) => lambda.metricThrottles(options)),
    'Duration p99 (ms)': each((lambda, options) =>
      lambda.metricDuration({ ...options, statistic: 'p99' }),
    ),
  };
}

function queues(props: OrdersDashboardProps): Graphs {
  const { streamConsumer, statusChanges: queue, deadLetters } = props;
  return {
    'Behind the stream (ms)': [streamConsumer.metric('IteratorAge', { statistic: 'Maximum' })],
    Waiting: [
      queue.metricApproximateNumberOfMessagesVisible({ label: 'waiting' }),
      queue.metricApproximateNumberOfMessagesNotVisible({ label: 'in work' }),
      deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'dead letters' }),
    ],
    'Oldest message (s)': [queue.metricApproximateAgeOfOldestMessage()],
  };
}

function replays(props: OrdersDashboardProps): Graphs {
  const { deadLetters, environment, replayJobs, stuckReplays } = props;
  return {
    'Dead letters': [
      deadLetters.metricNumberOfMessagesReceived({ statistic: 'Sum', label: 'looked at' }),
      deadLetters.metricNumberOfMessagesDeleted({ statistic: 'Sum', label: 'replayed, discarded' }),
    ],
    Replays: [
      replayJobs.metricApproximateNumberOfMessagesVisible({ label: 'waiting' }),
      replayJobs.metricApproximateNumberOfMessagesNotVisible({ label: 'in work' }),
      stuckReplays.metricApproximateNumberOfMessagesVisible({ label: 'stuck' }),
    ],
    'At night': [
      reconciliationsCompleted(environment.name).with({ label: 'compared' }),
      reconciledOrders(environment.name).with({ label: 'queued again' }),
    ],
  };
}

function stages(name: EnvironmentName): Graphs {
  return {
    'Stages of a change p99 (ms)': STAGES.map((stage) => stageTime(name, stage).with({ label: stage })),
    'Duplicates skipped': [duplicatesSkipped(name)],
  };
}

/** Counted for one operation at a time, and for none without naming it. */
function throttledRequests(table: ITable): Metric[] {
  return ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'TransactWriteItems'].map(
    (operation) =>
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName: 'ThrottledRequests',
        dimensionsMap: { TableName: table.tableName, Operation: operation },
        statistic: 'Sum',
        label: operation,
      }),
  );
}

function row(graphs: Graphs): IWidget[] {
  const all = Object.entries(graphs);
  const width = Math.floor(PAGE_WIDTH / all.length);
  return all.map(([title, left]) => new GraphWidget({ title, left: [...left], width, height: 6 }));
}

/** In columns; CloudWatch has no other. */
const PAGE_WIDTH = 24;
