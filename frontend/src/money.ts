/**
 * Decimal places of each ISO 4217 currency that does not have two.
 *
 * The browser's own table will not do: it follows daily use, says 0 for HUF or IQD, and would
 * put the decimal point of an amount in minor units in the wrong place.
 */
const decimalPlaces: Record<string, number> = {
  ...{ BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0 },
  ...{ RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0 },
  ...{ BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3 },
  ...{ CLF: 4, UYW: 4 },
};

/** Shows an amount in minor units, exactly: the decimal point is moved in the text, not by division. */
export function formatMoney(minor: number, currency: string): string {
  const digits = decimalPlaces[currency] ?? 2;
  const amount = `${minor}E-${digits}`;
  if (!Number.isSafeInteger(minor) || !isNumeric(amount)) {
    throw new RangeError(`expected whole minor units, found ${minor}`);
  }
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount);
}

function isNumeric(text: string): text is `${number}` {
  return Number.isFinite(Number(text));
}
