/** Why a dead letter has its verdict, in the reader's language: the API says it in English only. */
import type { OpsMessages } from '../i18n/opsEn.ts';
import type { DeadLetterDetail } from './types.ts';

type Judged = Pick<DeadLetterDetail, 'version' | 'order' | 'processedVersions' | 'verdict'>;
type Words = OpsMessages['verdict']['why'];

export function explainVerdict(letter: Judged, why: Words): string {
  const { version, order, processedVersions, verdict } = letter;
  switch (verdict.kind) {
    case 'replayable': {
      const isBehind = order != null && version != null && order.version > version;
      return isBehind ? why.unprocessedSince(order.version) : why.unprocessed;
    }
    case 'already-done':
      // What tells of no change has no version.
      return version == null ? why.nothingToDo : why.processed(version);
    case 'superseded':
      return why.laterProcessed(verdict.supersededBy ?? Math.max(...processedVersions));
    case 'invalid':
      return why.unreadable(verdict.errors.length);
    case 'unknown-order':
      return why.noOrder;
    case 'not-replayable':
      return why.oneSubscriber;
  }
}
