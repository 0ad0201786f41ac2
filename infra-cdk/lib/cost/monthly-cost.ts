/**
 * What a month in production costs, line by line, from usage and list prices.
 *
 * The constants say what one order does to the resources; a test counts those that cost something
 * without being used in the templates.
 */
import type { PRICES } from './prices.ts';
import type { Usage } from './usage.ts';

export interface CostLine {
  readonly what: string;
  readonly dollars: number;
}

/** What the templates of production contain, whether it is used or not. */
export const STANDING = {
  alarms: 39,
  dashboards: 1,
  keys: 1,
  secrets: 1,
  firewallRules: 4,
  /** Two around the clock, ten for 13 hours of 22 working days. */
  warmInstanceHours: 2 * 730 + 8 * 13 * 22,
  /**
   * Each combination of a name and a dimension that the functions write, and the 16 that S3 makes of
   * the requests of each bucket which counts them.
   */
  metrics: 13 + 3 * 16,
} as const;

export function monthlyCost(usage: Usage, price: typeof PRICES): CostLine[] {
  const { orders } = usage;
  const changes = orders * (1 + usage.stepsPerOrder);
  const documents = orders * usage.documentsPerOrder;
  const reads = orders * usage.readsPerOrder;
  const requests = changes + reads;
  const keptOrders = orders * usage.monthsKept;

  // An order with its lines and history takes 4 KB; each index row and the record of a request 1 KB.
  const writeUnits = changes * 2 * (4 + 1) + changes * 2 * 2;
  const readUnits = reads * 2 + changes;
  const tableGb = keptOrders * kilobytes(4 + 2);
  const documentGb = keptOrders * usage.documentsPerOrder * kilobytes(40);

  const apiSeconds = requests * 0.01;
  const consumerSeconds = changes * 0.005;
  const workerSeconds = documents * 0.05 + changes * 0.05;
  const gbSeconds = apiSeconds * 0.5 + consumerSeconds * 0.25 + workerSeconds * 1;

  return [
    {
      what: 'API Gateway and firewall',
      dollars:
        requests * (price.apiRequest + price.firewallRequest) +
        price.firewallMonth +
        STANDING.firewallRules * price.firewallRuleMonth,
    },
    {
      what: 'Lambda',
      dollars: (requests + 2 * changes) * price.lambdaRequest + gbSeconds * price.lambdaGbSecond,
    },
    {
      what: 'Lambda kept warm',
      dollars: STANDING.warmInstanceHours * 3600 * 0.5 * price.lambdaWarmGbSecond,
    },
    {
      what: 'DynamoDB',
      dollars:
        writeUnits * price.tableWriteUnit +
        readUnits * price.tableReadUnit +
        tableGb * (price.tableGbMonth + price.tableBackupGbMonth),
    },
    // Sent, received and deleted.
    { what: 'SQS', dollars: 3 * changes * price.fifoRequest },
    {
      what: 'S3',
      dollars:
        // A document and a marker; looking for both first.
        (documents + changes) * price.bucketWrite +
        (documents + changes + reads / 10) * price.bucketRead +
        documentGb * price.bucketGbMonth,
    },
    {
      what: 'SNS',
      dollars:
        changes * price.topicPublish +
        orders * usage.emailsPerOrder * price.email +
        orders * usage.smsPerOrder * price.sms,
    },
    {
      what: 'KMS and secrets',
      // Data keys are cached by all services; what is left is the messages.
      dollars:
        STANDING.keys * price.keyMonth +
        changes * price.keyRequest +
        STANDING.secrets * price.secretMonth,
    },
    {
      what: 'CloudWatch and X-Ray',
      dollars:
        STANDING.alarms * price.alarmMonth +
        STANDING.dashboards * price.dashboardMonth +
        STANDING.metrics * price.metricMonth +
        (requests + 2 * changes) * kilobytes(1) * price.logGb +
        // X-Ray takes one request in twenty, after the first of each second.
        (requests / 20) * price.trace,
    },
  ];
}

function kilobytes(count: number): number {
  return count / 1_000_000;
}
