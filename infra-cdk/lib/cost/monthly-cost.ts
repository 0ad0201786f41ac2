/**
 * What a month costs, by service: what stands there is counted in the templates, what is used comes
 * from a profile, and the constants here say what one order does to the resources.
 */
import { HOURS, type Inventory } from './inventory.ts';
import { type Price, type PriceName, PRICES } from './prices.ts';
import type { Profile } from './profile.ts';

export interface ServiceCost {
  readonly service: Service;
  readonly dollars: number;
  /** Without what each account gets for nothing. */
  readonly withoutAllowances: number;
}

export const SERVICES = [
  'API Gateway',
  'Cognito',
  'WAF',
  'Lambda',
  'Lambda kept warm',
  'DynamoDB',
  'SQS and SNS',
  'S3',
  'KMS and secrets',
  'CloudWatch alarms',
  'CloudWatch metrics',
  'CloudWatch logs, dashboard, X-Ray',
  'Network',
] as const;
export type Service = (typeof SERVICES)[number];

type Usage = Readonly<Record<Service, Partial<Record<PriceName, number>>>>;

export function monthlyCost(profile: Profile, inventory: Inventory): ServiceCost[] {
  const usage = usageOf(profile, inventory);
  return SERVICES.map((service) => {
    const names = Object.keys(usage[service]).filter(isPrice);
    const sum = (allowance: (price: Price) => number) =>
      names.reduce((dollars, name) => {
        const price: Price = PRICES[name];
        return dollars + Math.max(0, (usage[service][name] ?? 0) - allowance(price)) * price.dollars;
      }, 0);
    return {
      service,
      dollars: sum(({ free = 0 }) => free),
      withoutAllowances: sum(() => 0),
    };
  });
}

export function totalOf(costs: readonly ServiceCost[]): number {
  return costs.reduce((sum, { dollars }) => sum + dollars, 0);
}

function usageOf(profile: Profile, inventory: Inventory): Usage {
  const { orders } = profile;
  const arm = inventory.architecture === 'arm64';
  const changes = orders * (1 + profile.stepsPerOrder);
  const documents = orders * profile.documentsPerOrder;
  const reads = orders * profile.readsPerOrder;
  const requests = changes + reads;
  const documentReads = reads / 10;
  const keptOrders = orders * profile.monthsKept;
  // One schedule for each night, one for each month.
  const nights = inventory.schedules === 0 ? 0 : 30 + 1;

  // An order with its lines and history takes 4 KB; each index row and the record of a request 1 KB.
  const tableGb = keptOrders * kilobytes(4 + 2);
  const documentGb = keptOrders * profile.documentsPerOrder * kilobytes(40);
  // An order is 4 KB on its way out, too, unless its reader has it already.
  const sentGb = (changes + reads * (1 - (inventory.etags ? profile.unchangedReads : 0))) * kilobytes(4);

  // Nobody asks the others for anything while all goes well.
  const busyBuckets = inventory.countingBuckets.filter((id) => id.startsWith('Invoices'));

  const gb = (construct: string) =>
    (Object.entries(inventory.memory).find(([id]) => id.startsWith(construct))?.[1] ?? 0) / 1024;
  const orderApiGbSeconds = requests * 0.01 * gb('OrderApi');
  const otherGbSeconds =
    changes * 0.005 * gb('PipelineStreamConsumer') +
    (documents + changes) * 0.05 * gb('PipelinePdfWorker') +
    nights * 20 * gb('ReplayDlqReplay');
  // Who keeps instances of a function warm gets nothing of it for nothing, and its work costs less.
  const isWarm = inventory.warm.length > 0;
  const warmGbSeconds = inventory.warm.reduce(
    (sum, { memory, hours }) => sum + (hours * 3600 * memory) / 1024,
    0,
  );

  return {
    'API Gateway': { apiRequest: requests, apiCacheHour: inventory.apiCaches * HOURS, transferGb: sentGb },
    // People are free up to ten thousand. A token holds for an hour, and a program asks for the next one.
    Cognito: { machine: inventory.machines, machineToken: inventory.machines * HOURS },
    WAF: {
      firewall: inventory.firewalls,
      firewallRule: inventory.firewallRules,
      firewallRequest: inventory.firewalls > 0 ? requests : 0,
    },
    Lambda: {
      lambdaRequest: (isWarm ? 0 : requests) + 2 * changes + nights,
      [arm ? 'lambdaGbSecondArm' : 'lambdaGbSecondX86']:
        otherGbSeconds + (isWarm ? 0 : orderApiGbSeconds),
    },
    'Lambda kept warm': {
      [arm ? 'warmGbSecondArm' : 'warmGbSecondX86']: warmGbSeconds,
      warmRequest: isWarm ? requests : 0,
      [arm ? 'warmDurationArm' : 'warmDurationX86']: isWarm ? orderApiGbSeconds : 0,
    },
    DynamoDB: {
      // In a transaction, which takes twice the units: the order and the request, and two index rows.
      tableWrite: changes * 2 * (4 + 1) + changes * 2 * 2,
      tableRead: reads * 2 + changes,
      tableGb,
      tableBackupGb: inventory.restorableTables > 0 ? tableGb : 0,
    },
    'SQS and SNS': {
      // Sent, received and deleted.
      fifoRequest: 3 * changes,
      topicPublish: changes,
      email: orders * profile.emailsPerOrder,
    },
    S3: {
      // A document and a marker, each looked for in a list first; whoever reads a document has it looked
      // for too, and two nights and three months look for the markers of each order.
      bucketWriteOrList: 2 * (documents + changes) + documentReads + (nights === 0 ? 0 : (2 + 3) * orders),
      bucketRead: documents + documentReads,
      // Tiering changes nothing about documents below 128 KB: they stay in the first tier, at its price.
      bucketGb: documentGb,
    },
    'KMS and secrets': {
      key: inventory.keys,
      // Data keys are cached by all services; what is left is the messages.
      keyRequest: changes,
      secret: inventory.secrets,
    },
    'CloudWatch alarms': { alarm: inventory.alarms },
    'CloudWatch metrics': {
      metric:
        inventory.ownMetrics * profile.busyHours +
        // AWS does not say that these are free. Polls are counted always, two of the others in trouble only.
        inventory.countingMappings * (1 + 3 * profile.busyHours + 2 * profile.troubledHours) +
        16 * busyBuckets.length * profile.busyHours +
        16 * (inventory.countingBuckets.length - busyBuckets.length) * profile.troubledHours,
    },
    'CloudWatch logs, dashboard, X-Ray': {
      dashboard: inventory.paidDashboards,
      logGb: (requests + 2 * changes) * kilobytes(1),
      // X-Ray takes one request in twenty, after the first of each second.
      trace: inventory.traced ? requests / 20 : 0,
      schedule: nights,
    },
    Network: {
      natHour: inventory.natGateways * HOURS,
      endpointHour: inventory.interfaceEndpoints * HOURS,
    },
  };
}

function isPrice(name: string): name is PriceName {
  return name in PRICES;
}

function kilobytes(count: number): number {
  return count / 1_000_000;
}
