/** The VAT categories of EN 16931, in the order that the server sorts them. */
import type { TaxCategory } from '../api/types.ts';

export const taxCategoryOrder = {
  STANDARD: 0,
  ZERO_RATED: 1,
  EXEMPT: 2,
  REVERSE_CHARGE: 3,
  INTRA_COMMUNITY: 4,
  EXPORT: 5,
} satisfies Record<TaxCategory, number>;

export const TAX_CATEGORIES: readonly TaxCategory[] = [
  'STANDARD',
  'ZERO_RATED',
  'EXEMPT',
  'REVERSE_CHARGE',
  'INTRA_COMMUNITY',
  'EXPORT',
];

/** The category of what names none. */
export function usualCategory(basisPoints: bigint | number): TaxCategory {
  return Number(basisPoints) > 0 ? 'STANDARD' : 'ZERO_RATED';
}

/** Whether the category may or must say why no tax is due. */
export function takesReason(category: TaxCategory): boolean {
  return category !== 'STANDARD' && category !== 'ZERO_RATED';
}
