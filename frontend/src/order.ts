import { z } from 'zod';

/** What people paste becomes an `OrderId` here, once: trimmed, lower case, a UUID version 7. */
export const orderIdSchema = z.string().trim().toLowerCase().pipe(z.uuidv7()).brand<'OrderId'>();

export type OrderId = z.infer<typeof orderIdSchema>;

const statusSchema = z.enum([
  'PENDING',
  'CONFIRMED',
  'PAID',
  'SHIPPED',
  'DELIVERED',
  'CANCELLED',
  'REFUNDED',
]);

export type Status = z.infer<typeof statusSchema>;

/** The part of the API's order that this page shows; other fields are dropped. */
export const orderSchema = z.object({
  orderId: orderIdSchema,
  status: statusSchema,
  version: z.int().positive(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  createdAt: z.iso.datetime({ offset: true }),
  // `z.int` refuses what a JSON number cannot carry exactly.
  totals: z.object({ netMinor: z.int(), taxMinor: z.int(), grossMinor: z.int() }),
  invoice: z
    .object({ number: z.string().min(1), issuedAt: z.iso.datetime({ offset: true }) })
    .optional(),
});

export type Order = z.infer<typeof orderSchema>;
