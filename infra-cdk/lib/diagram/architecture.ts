/**
 * The system in one picture: what there is, what passes from where to where, and by what in the
 * templates each arrow is backed. `npm run diagram` draws it, and a test looks everything up in the
 * templates of production, so the picture shows nothing that is not deployed.
 */
import type { Arrow } from './arrow.ts';
import { DOCUMENTS } from './arrows-documents.ts';
import { OPERATING } from './arrows-operating.ts';
import { ORDERING } from './arrows-ordering.ts';

export const ARROWS: readonly Arrow[] = [...ORDERING, ...DOCUMENTS, ...OPERATING];
