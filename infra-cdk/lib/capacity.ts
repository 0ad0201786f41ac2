/**
 * How much of everything the busiest minute of an environment takes.
 *
 * An order is placed, confirmed, paid, shipped and delivered, gets two documents, and is looked at ten
 * times. What it takes was computed from the latencies that AWS publishes, with queues simulated, so that
 * nothing is busier than 70 %; it was not measured on AWS. Below each figure is a floor, since a few orders
 * a second come in crowds.
 *
 * More than these two a peak needs of AWS itself, which no template can ask for: the quotas of the
 * account (1,000 functions at once less 100 that nobody can set aside, 10,000 requests a second at API
 * Gateway), and beyond 200 orders a second a table that was warmed up (`warmThroughput`), since a new one
 * takes 4,000 write units a second, and an order is 20.
 */
import type { EnvironmentProps, FunctionName } from './environment.ts';

export interface Capacity {
  /** What the stage lets through. */
  readonly requestsPerSecond: number;

  /** How many instances of each function may run at once, and are set aside for it. */
  readonly reservedConcurrency: Readonly<Record<FunctionName, number>>;

  /** The fewest series of invoice numbers that keep up. */
  readonly invoiceSeries: number;
}

/** What the peak of an environment takes, if it names one. */
export function capacityOf({ peakOrdersPerSecond }: EnvironmentProps): Capacity | undefined {
  return peakOrdersPerSecond === undefined ? undefined : capacityFor(peakOrdersPerSecond);
}

export function capacityFor(peakOrdersPerSecond: number): Capacity {
  const needed = (perOrder: number, atLeast: number) =>
    Math.max(atLeast, Math.ceil(perOrder * peakOrdersPerSecond));
  return {
    requestsPerSecond: needed(15, REQUESTS_PER_SECOND),
    reservedConcurrency: {
      'order-api': needed(0.3, 200),
      // The stream has a shard for each partition of its table, and a partition takes 1,000 write units a
      // second and holds 10 GB. Fewer instances than lanes, and Lambda refuses its own reader, which is an
      // alarm: at the floor, a table beyond 100 GB.
      'stream-consumer': LANES_PER_SHARD * needed(0.029, 10),
      'pdf-worker': needed(0.45, 50),
      // People, and five jobs of theirs.
      'dlq-replay': 20,
    },
    invoiceSeries: needed(1 / CONFIRMATIONS_PER_SERIES, 1),
  };
}

/** Where nobody said how many orders there are. */
export const REQUESTS_PER_SECOND = 500;

/** Batches of one shard that are handled side by side; those of one order never are. Lambda has no more. */
export const LANES_PER_SHARD = 10;

/**
 * How many documents a second one series numbers, one after the other: 59 just keep up, and from there
 * on tries collide until requests take too long. (The emulator answers slower: there it is 15 to 20.)
 */
const CONFIRMATIONS_PER_SERIES = 40;

/** One event source mapping of a queue runs 1,000 instances at most, and pdf-worker has one. */
export const MOST_ORDERS_PER_SECOND = 2_000;
