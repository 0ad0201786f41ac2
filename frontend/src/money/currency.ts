/**
 * ISO 4217: which currencies the API takes, and where the decimal point of each goes.
 *
 * The browser's own table will not do: it follows daily use, says 0 for HUF or IQD, and would put
 * the point in the wrong place.
 */

const BY_DECIMAL_PLACES: Record<number, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
      CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD
      HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA
      MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN
      QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SOS SRD SSP STN SYP SZL THB TJS TMT TOP TRY TTD
      TWD TZS UAH USD UYU UZS WST XCD YER ZAR ZMW`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
};

const decimalPlaces = new Map(
  Object.entries(BY_DECIMAL_PLACES).flatMap(([places, codes]) =>
    codes.split(/\s+/).map((code): [string, number] => [code, Number(places)]),
  ),
);

/** What most orders are in comes first. */
export const USUAL_CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'JPY', 'KWD'];

export const CURRENCIES = [...decimalPlaces.keys()].sort();

/** Decimal places of the minor unit; nearly all currencies have two. */
export function placesOf(currency: string): number {
  return decimalPlaces.get(currency) ?? 2;
}
