/** How the system is used in a month, as far as it decides on the cost. */
export interface Usage {
  /** New orders. */
  readonly orders: number;

  /** Steps that each order takes after it was placed: confirmed, paid, shipped, delivered. */
  readonly stepsPerOrder: number;

  /** Documents for each order: an invoice, and the same marked as paid. */
  readonly documentsPerOrder: number;

  /** Requests for an order, its documents or a list, for each order. */
  readonly readsPerOrder: number;

  /** Months that orders and documents have been kept. */
  readonly monthsKept: number;

  readonly emailsPerOrder: number;
  readonly smsPerOrder: number;
}

/** A shop with some 1,700 orders a day, in its second year. */
export const EXAMPLE_USAGE: Usage = {
  orders: 50_000,
  stepsPerOrder: 4,
  documentsPerOrder: 2,
  readsPerOrder: 10,
  monthsKept: 24,
  emailsPerOrder: 5,
  smsPerOrder: 0,
};
