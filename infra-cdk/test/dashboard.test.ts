import { expect, test } from 'vitest';
import { dashboardFaults, dashboardMetrics } from './alarm-faults.ts';
import { resourcesOf, synthesize, templatesOf } from './synthesized.ts';

const templates = templatesOf(synthesize('prod'));
const [[, dashboard] = ['', undefined], [, details] = ['', undefined], ...more] = resourcesOf(
  templates[2]!,
  'AWS::CloudWatch::Dashboard',
);

test('there are two pages, of at most fifty lines each', () => {
  expect(more).toEqual([]);
  expect([dashboard.DashboardName, details.DashboardName]).toEqual(['orders-prod', 'orders-prod-details']);
  for (const { DashboardBody } of [dashboard, details]) {
    expect(dashboardMetrics(DashboardBody).length).toBeLessThanOrEqual(50);
  }
});

test('every graph shows a metric that exists', () => {
  expect(dashboardFaults(templates)).toEqual([]);
});

test('a graph of what does not exist is found', () => {
  const broken = structuredClone(templates);
  const [[, { DashboardBody }] = ['', undefined]] = resourcesOf(
    broken[2]!,
    'AWS::CloudWatch::Dashboard',
  );
  const join = DashboardBody['Fn::Join'];
  join[1] = join[1].map((part: any) =>
    typeof part === 'string'
      ? part.replace('"OrdersPlaced"', '"OrdersPlaced","Status","PENDING"')
      : part,
  );
  expect(dashboardFaults(broken)).toEqual([
    '`OrderPipeline/prod OrdersPlaced` is not published for the dimensions [Status]',
  ]);
});

test('replays of dead letters have a row', () => {
  const shown = dashboardMetrics(details.DashboardBody).map(({ MetricName, Dimensions }) =>
    [MetricName, ...Dimensions.map(({ Value }: any) => Value['Fn::GetAtt']?.[0] ?? Value)].join(' '),
  );
  for (const metric of [
    /^NumberOfMessagesDeleted PipelineStatusChangesDeadLetters/,
    /^ApproximateNumberOfMessagesVisible ReplayJobsQueue/,
    /^ApproximateNumberOfMessagesVisible ReplayJobsDeadLetters/,
    /^ReconciledOrders$/,
    /^ReconciliationsCompleted$/,
  ]) {
    expect(shown).toContainEqual(expect.stringMatching(metric));
  }
});

test('the business comes first', () => {
  const metrics = dashboardMetrics(dashboard.DashboardBody).map(
    ({ Namespace, MetricName }) => `${Namespace} ${MetricName}`,
  );
  expect([...new Set(metrics)].slice(0, 6)).toEqual([
    'OrderPipeline/prod OrdersPlaced',
    'OrderPipeline/prod StatusChanges',
    'OrderPipeline/prod DocumentsRendered',
    'OrderPipeline/prod TimeToInvoice',
    'OrderPipeline/prod ParkedMessages',
    'AWS/ApiGateway Count',
  ]);
});
