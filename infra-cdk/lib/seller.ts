/**
 * The company that issues the invoices, as pdf-worker reads it from its `SELLER` variable.
 *
 * The names are a contract with the Rust code: they go into the variable as they stand here.
 */
export interface Seller {
  readonly name: string;
  readonly address: SellerAddress;
  /** Begins with the country's code. Needed for e-invoices. */
  readonly vatId?: string;
  readonly registrationId?: string;
  readonly email?: string;
  readonly iban?: string;
  readonly bic?: string;
  /** Days between the date of an invoice and the date on which it is due. */
  readonly paymentTermDays: number;

  /**
   * The one colour of the documents, as `#rrggbb`.
   *
   * @default - that of the template
   */
  readonly accentColor?: string;

  /**
   * Printed instead of the name: an SVG or PNG as a data URI in base64. All variables of a function
   * together take 4 KB, so a small one.
   *
   * @default - the name
   */
  readonly logo?: string;

  /** @default 'A4' */
  readonly paper?: 'A4' | 'Letter';

  /**
   * Whether each document carries its data for programs (Factur-X, EN 16931). A seller outside of the
   * VAT of the EU says `NONE`; without a `vatId`, pdf-worker starts with nothing else.
   *
   * @default 'FACTUR_X'
   */
  readonly eInvoices?: 'FACTUR_X' | 'NONE';
}

export interface SellerAddress {
  readonly line1: string;
  readonly line2?: string;
  readonly postalCode?: string;
  readonly city: string;
  readonly region?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** Nobody's company. Replace it before the first real invoice: numbers are never given back. */
export const EXAMPLE_SELLER: Seller = {
  name: 'Example Trading GmbH',
  address: {
    line1: 'Musterstraße 1',
    postalCode: '10115',
    city: 'Berlin',
    country: 'DE',
  },
  vatId: 'DE123456789',
  registrationId: 'HRB 12345 B',
  email: 'billing@example.com',
  iban: 'DE89370400440532013000',
  bic: 'COBADEFFXXX',
  paymentTermDays: 14,
};
