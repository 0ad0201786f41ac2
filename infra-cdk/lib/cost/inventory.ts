/**
 * What costs something in the templates of an environment, counted there: nothing here is known twice.
 */
import { allPipelineMetrics } from '../monitoring/pipeline-metrics.ts';

export interface Inventory {
  readonly alarms: number;
  /** One with at most 50 metrics is free, as are two more. */
  readonly paidDashboards: number;
  readonly keys: number;
  readonly secrets: number;
  /** Clients of user pools that get tokens without a person. */
  readonly machines: number;
  readonly firewalls: number;
  readonly firewallRules: number;
  /** Each name and dimension of what the functions count; these write them, and no template tells. */
  readonly ownMetrics: number;
  /** Event source mappings that count their events: Lambda makes six metrics for each of a stream. */
  readonly countingMappings: number;
  /** The logical ids of buckets that count their requests: S3 makes 16 metrics for each. */
  readonly countingBuckets: readonly string[];
  readonly warm: readonly Warm[];
  /** In MiB, by the start of its logical id. */
  readonly memory: Readonly<Record<string, number>>;
  readonly architecture: 'arm64' | 'x86_64';
  readonly traced: boolean;
  readonly restorableTables: number;
  readonly tieredBuckets: number;
  readonly apiCaches: number;
  readonly schedules: number;
  readonly natGateways: number;
  /** In each zone. */
  readonly interfaceEndpoints: number;
  /** Whether an unchanged order is answered without its body. The code does it, and no template tells. */
  readonly etags: boolean;
}

/** Instances that are kept initialised. */
export interface Warm {
  readonly memory: number;
  readonly hours: number;
  /** If the most of them were there around the clock. */
  readonly hoursWithoutSchedule: number;
}

type TemplateJson = { readonly [key: string]: any };

export function inventoryOf(templates: readonly TemplateJson[]): Inventory {
  const resources = templates.flatMap((template) => Object.entries<any>(template['Resources']));
  const all = (type: string) =>
    resources.flatMap(([id, { Type, Properties }]) =>
      Type === type ? [{ id, ...Properties }] : [],
    );
  const functions = all('AWS::Lambda::Function');
  const dashboards = all('AWS::CloudWatch::Dashboard');
  const replicas = all('AWS::DynamoDB::GlobalTable').flatMap(({ Replicas }) => Replicas);
  const buckets = all('AWS::S3::Bucket');
  const endpoints = all('AWS::EC2::VPCEndpoint');

  return {
    alarms: all('AWS::CloudWatch::Alarm').length,
    paidDashboards: dashboards.filter((dashboard) => metricsIn(dashboard) > 50).length,
    keys: all('AWS::KMS::Key').length,
    secrets: all('AWS::SecretsManager::Secret').length,
    machines: all('AWS::Cognito::UserPoolClient').filter(({ AllowedOAuthFlows = [] }) =>
      AllowedOAuthFlows.includes('client_credentials'),
    ).length,
    firewalls: all('AWS::WAFv2::WebACL').length,
    firewallRules: all('AWS::WAFv2::WebACL').flatMap(({ Rules }) => Rules).length,
    // As many in one environment as in the other.
    ownMetrics: allPipelineMetrics('prod').length,
    countingMappings: all('AWS::Lambda::EventSourceMapping').filter(({ MetricsConfig }) =>
      Boolean(MetricsConfig?.Metrics.includes('EventCount')),
    ).length,
    countingBuckets: buckets.flatMap(({ id, MetricsConfigurations = [] }) =>
      MetricsConfigurations.map(() => id),
    ),
    warm: all('AWS::Lambda::Alias').flatMap((alias) => {
      const always = alias.ProvisionedConcurrencyConfig?.ProvisionedConcurrentExecutions ?? 0;
      const memory = functions.find(({ id }) => id === alias.FunctionName.Ref)?.MemorySize;
      const schedules = all('AWS::ApplicationAutoScaling::ScalableTarget')
        .filter(({ ResourceId }) => JSON.stringify(ResourceId).includes(alias.id))
        .flatMap(({ ScheduledActions }) => ScheduledActions);
      const hours = warmHours(always, schedules);
      return hours.hours === 0 ? [] : [{ memory, ...hours }];
    }),
    memory: Object.fromEntries(functions.map(({ id, MemorySize }) => [id, MemorySize])),
    architecture: functions.every(({ Architectures }) => Architectures?.[0] === 'arm64')
      ? 'arm64'
      : 'x86_64',
    traced: functions.some(({ TracingConfig }) => TracingConfig?.Mode === 'Active'),
    restorableTables: replicas.filter(
      ({ PointInTimeRecoverySpecification: recovery }) => recovery?.PointInTimeRecoveryEnabled,
    ).length,
    tieredBuckets: buckets.filter(({ IntelligentTieringConfigurations }) =>
      Boolean(IntelligentTieringConfigurations),
    ).length,
    apiCaches: all('AWS::ApiGateway::Stage').filter(({ CacheClusterEnabled }) => CacheClusterEnabled)
      .length,
    schedules: all('AWS::Scheduler::Schedule').length,
    natGateways: all('AWS::EC2::NatGateway').length,
    interfaceEndpoints: endpoints
      .filter(({ VpcEndpointType }) => VpcEndpointType === 'Interface')
      .flatMap(({ SubnetIds }) => SubnetIds).length,
    etags: true,
  };
}

/** Instance hours of a month, from how many there are always and two actions of the peak hours. */
function warmHours(always: number, actions: readonly any[]) {
  const hourOf = ({ Schedule }: any) => Number(/^cron\(0 (\d+) /.exec(Schedule)?.[1]);
  const sizeOf = ({ ScalableTargetAction }: any) => Number(ScalableTargetAction.MinCapacity);
  const [starts, ends] = [...actions].sort((a, b) => hourOf(a) - hourOf(b));
  if (starts === undefined || ends === undefined) {
    return { hours: always * HOURS, hoursWithoutSchedule: always * HOURS };
  }
  const days = /MON-FRI/.test(starts.Schedule) ? WORKING_DAYS : HOURS / 24;
  const peak = sizeOf(starts);
  return {
    hours: always * HOURS + (peak - always) * (hourOf(ends) - hourOf(starts)) * days,
    hoursWithoutSchedule: peak * HOURS,
  };
}

/** How many lines the graphs of a dashboard have. */
function metricsIn({ DashboardBody }: any): number {
  const text = (DashboardBody['Fn::Join']?.[1] ?? [DashboardBody])
    .map((part: unknown) => (typeof part === 'string' ? part : '@'))
    .join('');
  return JSON.parse(text).widgets.flatMap(({ properties }: any) => properties.metrics).length;
}

export const HOURS = 730;
const WORKING_DAYS = 22;
