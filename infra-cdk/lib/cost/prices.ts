/**
 * List prices in US dollars, of us-east-1, without free tiers and discounts.
 *
 * Written down by hand in January 2025 and not read from AWS: look at the pricing pages before a
 * decision hangs on one of them, and change the date with the number.
 */
export const PRICES = {
  asOf: '2025-01',
  region: 'us-east-1',

  lambdaRequest: 0.2e-6,
  /** arm64, per GB and second. */
  lambdaGbSecond: 0.0000133334,
  lambdaWarmGbSecond: 0.0000033334,

  apiRequest: 3.5e-6,
  firewallRequest: 0.6e-6,
  firewallMonth: 5,
  firewallRuleMonth: 1,

  /** On demand; a transaction takes twice the units. */
  tableWriteUnit: 0.625e-6,
  tableReadUnit: 0.125e-6,
  tableGbMonth: 0.25,
  tableBackupGbMonth: 0.2,

  fifoRequest: 0.5e-6,
  topicPublish: 0.5e-6,
  email: 0.00002,
  /** Depends on the country more than on anything else. */
  sms: 0.00645,

  bucketWrite: 0.005e-3,
  bucketRead: 0.0004e-3,
  bucketGbMonth: 0.023,

  keyMonth: 1,
  keyRequest: 0.03e-4,
  secretMonth: 0.4,
  alarmMonth: 0.1,
  dashboardMonth: 3,
  metricMonth: 0.3,
  logGb: 0.5,
  trace: 5e-6,
} as const;
