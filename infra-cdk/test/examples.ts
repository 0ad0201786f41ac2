/** Environments that every check of whole templates looks at: those there are, and one with all options. */
import type { EnvironmentName, EnvironmentProps } from '../lib/environment.ts';

export interface Example {
  readonly name: EnvironmentName;
  readonly what: string;
  readonly changes: Partial<EnvironmentProps>;
}

export const WITH_EVERYTHING: Partial<EnvironmentProps> = {
  allowedOrigins: ['https://console.example.com'],
  consoleDomain: {
    domainName: 'console.example.com',
    certificateArn:
      'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-4000-8000-000000000000',
  },
  apiKeys: { requestsPerSecond: 20, burst: 40, requestsPerDay: 100_000 },
  subscribers: [{ email: 'books@example.com', only: { status: ['PAID'] } }],
  operators: ['ops@example.com'],
  designDirectory: '../functions/pdf-worker/tests/fonts',
  network: {},
  replicaRegion: 'eu-west-1',
  orderCache: 'five minutes',
  machines: ['orders', 'operators'],
  peakOrdersPerSecond: 1_000,
  invoiceSeries: 25,
};

export const EXAMPLES: readonly Example[] = [
  { name: 'local', what: 'alone', changes: {} },
  { name: 'dev', what: 'alone', changes: {} },
  { name: 'prod', what: 'alone', changes: {} },
  { name: 'prod', what: 'with all that it can have', changes: WITH_EVERYTHING },
];
