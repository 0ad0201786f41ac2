/**
 * List prices in US dollars, of us-east-1.
 *
 * None was read from AWS's price list itself, which has to be asked through its own service. `checked`
 * means that a stored copy of the page named in `source`, or an article that quotes it, was seen to say
 * the same in November 2026; such copies are from some time before. What is not `checked` was known by heart as of January 2025. Look at
 * the page before a decision hangs on one of them.
 */
export interface Price {
  readonly dollars: number;

  /** How much each account gets for nothing each month, for ever. New accounts get more for a year. */
  readonly free?: number;

  readonly source: string;
  readonly checked?: '2026-11';
}

export const PRICES_AS_OF = '2026-11';

const page = (service: string) => `aws.amazon.com/${service}/pricing`;
const CHECKED = { checked: '2026-11' } as const;

export const PRICES = {
  lambdaRequest: { dollars: 0.2e-6, free: 1e6, source: page('lambda'), ...CHECKED },
  lambdaGbSecondX86: { dollars: 0.0000166667, free: 400e3, source: page('lambda'), ...CHECKED },
  lambdaGbSecondArm: { dollars: 0.0000133334, free: 400e3, source: page('lambda'), ...CHECKED },
  warmGbSecondX86: { dollars: 0.0000041667, source: page('lambda') },
  warmGbSecondArm: { dollars: 0.0000033334, source: page('lambda') },
  apiRequest: { dollars: 3.5e-6, source: page('api-gateway'), ...CHECKED },
  apiCacheHour: { dollars: 0.02, source: page('api-gateway'), ...CHECKED },
  firewall: { dollars: 5, source: page('waf'), ...CHECKED },
  firewallRule: { dollars: 1, source: page('waf'), ...CHECKED },
  firewallRequest: { dollars: 0.6e-6, source: page('waf'), ...CHECKED },
  tableWrite: { dollars: 0.625e-6, source: page('dynamodb'), ...CHECKED },
  tableRead: { dollars: 0.125e-6, source: page('dynamodb'), ...CHECKED },
  tableGb: { dollars: 0.25, free: 25, source: page('dynamodb') },
  tableBackupGb: { dollars: 0.2, source: page('dynamodb') },
  fifoRequest: { dollars: 0.5e-6, free: 1e6, source: page('sqs') },
  topicPublish: { dollars: 0.5e-6, free: 1e6, source: page('sns') },
  email: { dollars: 0.00002, free: 1e3, source: page('sns') },
  bucketWrite: { dollars: 0.005e-3, source: page('s3') },
  bucketRead: { dollars: 0.0004e-3, source: page('s3') },
  bucketGb: { dollars: 0.023, source: page('s3') },
  key: { dollars: 1, source: page('kms'), ...CHECKED },
  keyRequest: { dollars: 0.03e-4, free: 20e3, source: page('kms'), ...CHECKED },
  secret: { dollars: 0.4, source: page('secrets-manager') },
  alarm: { dollars: 0.1, free: 10, source: page('cloudwatch'), ...CHECKED },
  dashboard: { dollars: 3, source: page('cloudwatch'), ...CHECKED },
  metric: { dollars: 0.3, free: 10, source: page('cloudwatch'), ...CHECKED },
  logGb: { dollars: 0.5, free: 5, source: page('cloudwatch'), ...CHECKED },
  trace: { dollars: 5e-6, free: 100e3, source: page('xray') },
  schedule: { dollars: 1e-6, free: 14e6, source: page('eventbridge') },
  natHour: { dollars: 0.045, source: page('vpc') },
  endpointHour: { dollars: 0.01, source: page('privatelink') },
  transferGb: { dollars: 0.09, free: 100, source: page('ec2/on-demand'), ...CHECKED },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;
