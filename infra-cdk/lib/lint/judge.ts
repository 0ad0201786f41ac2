/** Decides which findings stay, and which acceptances are about nothing. */
import type { EnvironmentName } from '../environment.ts';
import type { Accepted } from './accepted-findings.ts';

export interface Finding {
  readonly rule: string;
  readonly environment: EnvironmentName;
  /** The logical id of the resource or output, or nothing for the whole template. */
  readonly on: string;
  readonly message: string;
}

export interface Verdict<F extends Finding> {
  /** To be mended, or accepted with a reason. */
  readonly open: readonly F[];
  /** To be taken out of the list. */
  readonly needless: readonly Accepted[];
}

export function judge<F extends Finding>(
  findings: readonly F[],
  accepted: readonly Accepted[],
): Verdict<F> {
  return {
    open: findings.filter((finding) => !accepted.some((entry) => covers(entry, finding))),
    needless: accepted.filter((entry) =>
      entry.on.some(
        (start) => !findings.some((finding) => covers({ ...entry, on: [start] }, finding)),
      ),
    ),
  };
}

function covers(entry: Accepted, finding: Finding): boolean {
  return (
    entry.rule === finding.rule &&
    entry.on.some((start) => finding.on.startsWith(start)) &&
    (entry.environments ?? [finding.environment]).includes(finding.environment)
  );
}
