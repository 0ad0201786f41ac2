/** What an environment's peak sets, and what it asks of the other settings. */
import { expect, test } from 'vitest';
import { checkEnvironment } from '../lib/environment-checks.ts';
import type { EnvironmentName, EnvironmentProps } from '../lib/environment.ts';
import { environmentNamed } from '../lib/environments.ts';
import { functionProperties, resourcesOf, synthesize } from './synthesized.ts';

test.each<[EnvironmentName, Partial<EnvironmentProps>, object]>([
  [
    'prod',
    {},
    { orderApi: 200, streamConsumer: 100, pdfWorker: 50, dlqReplay: 20, rate: 500, burst: 1000 },
  ],
  [
    'prod',
    { peakOrdersPerSecond: 1_000, invoiceSeries: 25 },
    {
      orderApi: 300,
      streamConsumer: 290,
      pdfWorker: 450,
      dlqReplay: 20,
      rate: 15_000,
      burst: 30_000,
    },
  ],
  // Its account may be new, and can set nothing aside.
  ['dev', {}, { rate: 500, burst: 1000 }],
])('%s with %o', (name, changes, expected) => {
  const { api, service } = synthesize(name, changes);
  const mappings = resourcesOf(service.toJSON(), 'AWS::Lambda::EventSourceMapping');
  const mapping = (construct: string) => mappings.find(([id]) => id.startsWith(construct))?.[1];
  const reserved = (template: typeof api, construct: string) =>
    functionProperties(template, construct).ReservedConcurrentExecutions;
  const [, stage] = resourcesOf(api.toJSON(), 'AWS::ApiGateway::Stage')[0] ?? [];
  const found = {
    orderApi: reserved(api, 'OrderApi'),
    streamConsumer: reserved(service, 'PipelineStreamConsumer'),
    pdfWorker: reserved(service, 'PipelinePdfWorker'),
    dlqReplay: reserved(service, 'ReplayDlqReplay'),
    rate: stage.MethodSettings[0].ThrottlingRateLimit,
    burst: stage.MethodSettings[0].ThrottlingBurstLimit,
  };
  expect(found).toEqual(expected);
  // Each lane of the stream has an instance, and the queue is read no faster than pdf-worker runs.
  expect(mapping('PipelineOrdersStream').ParallelizationFactor).toBe(10);
  expect(mapping('PipelineStatusChanges').ScalingConfig?.MaximumConcurrency).toBe(found.pdfWorker);
});

test.each<[Partial<EnvironmentProps>, RegExp]>([
  [{ peakOrdersPerSecond: 0 }, /`peakOrdersPerSecond`.*`0`: choose up to 2000 orders a second/],
  [{ peakOrdersPerSecond: 2_001 }, /`peakOrdersPerSecond`/],
  [{ peakOrdersPerSecond: Number.NaN }, /`peakOrdersPerSecond`/],
  [
    { peakOrdersPerSecond: 1_000 },
    /`invoiceSeries`.*`1`: 1000 orders a second need 25 or more, or their confirmations are refused/,
  ],
  [{ peakOrdersPerSecond: 1_000, invoiceSeries: 24 }, /`invoiceSeries`/],
  [{ peakOrdersPerSecond: 41 }, /`invoiceSeries`.*`1`: 41 orders a second need 2 or more/],
  [{ requestsPerAddress: 9 }, /`requestsPerAddress`.*`9`: choose 10 requests/],
])('%o is refused', (changes, fault) => {
  expect(() => check(changes)).toThrow(fault);
});

test.each<Partial<EnvironmentProps>>([
  { peakOrdersPerSecond: 0.5 },
  { peakOrdersPerSecond: 40 },
  { peakOrdersPerSecond: 2_000, invoiceSeries: 50 },
  { requestsPerAddress: 100_000 },
])('%o is fine', (changes) => {
  expect(() => check(changes)).not.toThrow();
});

function check(changes: Partial<EnvironmentProps>): void {
  const host = { region: 'eu-central-1', processorArchitecture: 'x64' };
  checkEnvironment({ ...environmentNamed('prod', host), ...changes });
}
