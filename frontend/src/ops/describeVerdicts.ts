/** How many messages have which verdict, in a line. */
import type { OpsMessages } from '../i18n/opsEn.ts';
import type { Judged } from './types.ts';

/** Whether it tells more than that all are as they should be. */
export function isWorthTelling(verdicts: readonly Judged[] | undefined): boolean {
  return verdicts?.some(({ verdict }) => verdict !== 'replayable') ?? false;
}

export function describeVerdicts(verdicts: readonly Judged[], ops: OpsMessages): string {
  return verdicts.map(({ verdict, count }) => `${count} × ${ops.verdict.name[verdict]}`).join(', ');
}
