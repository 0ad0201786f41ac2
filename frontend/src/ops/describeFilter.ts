/** A filter in words. */
import { formatDuration } from '../i18n/dates.ts';
import type { Speech } from '../i18n/language.ts';
import type { OpsMessages } from '../i18n/opsEn.ts';
import type { Replay, ReplayFilter } from './types.ts';

/** As `describeFilter`, for a replay that may be of one verdict only. */
export function describeWhich({ filter, verdict }: Replay, ops: OpsMessages, speech: Speech): string {
  const words = describeFilter(filter, ops, speech);
  return [...words, ...(verdict ? [ops.verdict.name[verdict]] : [])].join(' · ');
}

export function describeFilter(filter: ReplayFilter, ops: OpsMessages, { t, locale }: Speech): string[] {
  const age = (seconds: number) => formatDuration(seconds * 1_000, locale);
  const { ids, source, code, orderId, status } = filter;
  const { olderThanSeconds, newerThanSeconds, minReceiveCount, where } = filter;
  const words = [
    ids && ops.form.chosen(ids.length),
    source && ops.source[source],
    code,
    orderId,
    status && t.status[status],
    olderThanSeconds && ops.form.older(age(olderThanSeconds)),
    newerThanSeconds && ops.form.newer(age(newerThanSeconds)),
    minReceiveCount && ops.form.received(minReceiveCount),
    ...(where ?? []).map(({ pointer, value }) => `${pointer}=${value}`),
  ].flatMap((word) => (word ? [word] : []));
  return words.length > 0 ? words : [ops.form.all];
}
