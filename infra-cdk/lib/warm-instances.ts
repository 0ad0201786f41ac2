/**
 * Keeps instances of a function initialised, more of them in the hours in which people order.
 *
 * They belong to the alias: on `$LATEST` a schedule has nothing to act on, and is accepted all the
 * same.
 */
import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { TimeZone } from 'aws-cdk-lib/core';

export interface WarmInstances {
  /** How many there are outside of the peak hours; with 0, the first request after a pause waits there. */
  readonly always: number;

  /** How many there are in the peak hours. */
  readonly peak: number;

  /** The first of the peak hours, from 0 to 23. */
  readonly peakStarts: number;

  /** The hour in which the peak is over, from 0 to 23. */
  readonly peakEnds: number;

  /** As cron spells them: `MON-FRI`. */
  readonly peakDays: string;

  readonly timeZone: TimeZone;
}

/**
 * Changes the number of instances at the start and the end of the peak hours.
 *
 * A deployment puts back the number that the alias has, `always`, in the middle of the peak hours too. And
 * while a new version gets a tenth of the calls, Lambda changes no number ("Configuring provisioned
 * concurrency", AWS Lambda developer guide): better deploy neither then nor when they start or end.
 */
export function scheduleWarmInstances(alias: Alias, warm: WarmInstances): void {
  const scaling = alias.addAutoScaling({ minCapacity: warm.always, maxCapacity: warm.peak });
  const at = (hour: number, minCapacity: number) => ({
    schedule: Schedule.cron({ minute: '0', hour: String(hour), weekDay: warm.peakDays }),
    timeZone: warm.timeZone,
    minCapacity,
    maxCapacity: warm.peak,
  });
  scaling.scaleOnSchedule('PeakStarts', at(warm.peakStarts, warm.peak));
  // The maximum has to come down too: without a policy, nothing else lowers what is there.
  scaling.scaleOnSchedule('PeakEnds', {
    ...at(warm.peakEnds, warm.always),
    maxCapacity: warm.always,
  });
}
