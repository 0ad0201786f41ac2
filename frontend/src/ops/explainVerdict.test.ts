import { describe, expect, test } from 'vitest';
import { opsEn } from '../i18n/opsEn.ts';
import { opsEs } from '../i18n/opsEs.ts';
import { explainVerdict } from './explainVerdict.ts';
import type { DeadLetterDetail, VerdictKind } from './types.ts';
import { VERDICTS } from './verdicts.ts';

type Facts = Partial<Pick<DeadLetterDetail, 'version' | 'order' | 'processedVersions'>>;

/** A dead letter of version 2 that the API judges so. */
function explain(kind: VerdictKind, facts: Facts = {}, words = opsEn) {
  const { version = 2, order = null, processedVersions = [] } = facts;
  const errors = kind === 'invalid' ? [{ pointer: '/order', detail: 'this field is required' }] : [];
  const verdict = { kind, detail: 'as the API says it', errors };
  return explainVerdict({ version, order, processedVersions, verdict }, words.verdict.why);
}

describe('an explanation names the versions that decided', () => {
  test.each<[VerdictKind, Facts, RegExp]>([
    ['replayable', { order: { version: 2, status: 'CONFIRMED' } }, /^Neither this change nor a later one/],
    ['replayable', { order: { version: 4, status: 'SHIPPED' } }, /is at version 4 by now/],
    ['already-done', { processedVersions: [1, 2] }, /^Version 2 of the order was processed/],
    ['already-done', { version: null }, /no status change/],
    ['superseded', { processedVersions: [1, 3] }, /^Version 3 of the order was processed/],
    ['invalid', {}, /one fault/],
    ['unknown-order', {}, /does not have this order/],
    ['not-replayable', {}, /all subscribers or to none/],
  ])('%s %o', (kind, facts, words) => {
    expect(explain(kind, facts)).toMatch(words);
  });
});

test.each(VERDICTS)('%s is explained in Spanish, and not as the API says it', (kind) => {
  const [english, spanish] = [explain(kind, { processedVersions: [3] }), explain(kind, { processedVersions: [3] }, opsEs)];
  expect(spanish).not.toBe(english);
  expect([english, spanish]).not.toContain('as the API says it');
});
