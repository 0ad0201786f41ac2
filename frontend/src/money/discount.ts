/** What is taken off an amount, and how a discount on the whole order falls on its taxes. */

export type Worth =
  | { readonly kind: 'percent'; readonly basisPoints: bigint }
  | { readonly kind: 'amount'; readonly minor: bigint };

const WHOLE_IN_BASIS_POINTS = 10_000n;

/** What is taken off `base`; undefined if it is more than `base`. */
export function takenOff(worth: Worth | undefined, base: bigint): bigint | undefined {
  if (worth === undefined) return 0n;
  const amount = worth.kind === 'amount' ? worth.minor : shareOf(base, worth.basisPoints);
  return amount <= base ? amount : undefined;
}

/** `basisPoints` of `base`, rounded half away from zero. */
export function shareOf(base: bigint, basisPoints: bigint): bigint {
  return divideRounded(base * basisPoints, WHOLE_IN_BASIS_POINTS);
}

/** `dividend / divisor`, half away from zero; neither is negative. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor / 2n) / divisor;
}

/**
 * Splits `discount` over `nets` in proportion to them. Each part is rounded down, and the units that
 * are left go to the largest remainders, the first of equals first.
 */
export function allocate(discount: bigint, nets: readonly bigint[]): bigint[] {
  const sum = nets.reduce((total, net) => total + net, 0n);
  if (sum === 0n) return nets.map(() => 0n);
  const parts = nets.map((net) => (discount * net) / sum);
  const remainders = nets.map((net) => (discount * net) % sum);
  const left = discount - parts.reduce((total, part) => total + part, 0n);
  const luckiest = new Set(
    remainders
      .map((remainder, index) => ({ remainder, index }))
      .sort((a, b) => compare(b.remainder, a.remainder) || a.index - b.index)
      .slice(0, Number(left))
      .map(({ index }) => index),
  );
  return parts.map((part, index) => (luckiest.has(index) ? part + 1n : part));
}

export function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
