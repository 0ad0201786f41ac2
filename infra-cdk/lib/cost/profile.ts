/** How the system is used in a month, as far as it decides on the cost. */
import type { EnvironmentName, EnvironmentProps } from '../environment.ts';

export interface Profile {
  readonly name: string;

  /** What is deployed for it. */
  readonly environment: EnvironmentName;

  /**
   * What is set otherwise there.
   *
   * @default - nothing
   */
  readonly changes?: Partial<EnvironmentProps>;

  /** What a month should cost at most, in US dollars. */
  readonly target: number;

  /** New orders. */
  readonly orders: number;

  /** Steps that each order takes after it was placed: confirmed, paid, shipped, delivered. */
  readonly stepsPerOrder: number;

  /** Documents for each order: an invoice, and the same marked as paid. */
  readonly documentsPerOrder: number;

  /** Requests for an order, its documents or a list, for each order. */
  readonly readsPerOrder: number;

  /** Which part of these asks for something that has not changed since, and gets a 304. */
  readonly unchangedReads: number;

  /** Months that orders and documents have been kept. */
  readonly monthsKept: number;

  /** Notifications by e-mail, for each order. */
  readonly emailsPerOrder: number;

  /** Which part of the hours something happens: metrics are paid for by the hour in which they have data. */
  readonly busyHours: number;

  /** The same for what has data only when something went wrong. */
  readonly troubledHours: number;
}
