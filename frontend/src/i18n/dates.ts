/** Times as people read them, in the time zone of the browser. */

export function formatDateTime(timestamp: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return format.format(new Date(timestamp));
}

export function formatExactTime(timestamp: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  return format.format(new Date(timestamp));
}

/** How long something took: `420ms`, `2.4s`, `3m`, `5h`, `2d`. */
export function formatDuration(milliseconds: number, language: string): string {
  const units: [number, string, number][] = [
    [86_400_000, 'day', 0],
    [3_600_000, 'hour', 0],
    [60_000, 'minute', 0],
    [1_000, 'second', 1],
    [1, 'millisecond', 0],
  ];
  const span = Math.max(0, milliseconds);
  const [length, unit, places] = units.find(([length]) => span >= length) ?? [1, 'millisecond', 0];
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'narrow',
    maximumFractionDigits: places,
  }).format(span / length);
}

/** The start of a day of the calendar (`2026-11-24`) here, as the API writes times. */
export function dayStart(day: string): string | undefined {
  return instant(`${day}T00:00:00.000`);
}

/** The last millisecond of a day of the calendar here. */
export function dayEnd(day: string): string | undefined {
  return instant(`${day}T23:59:59.999`);
}

function instant(local: string): string | undefined {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
