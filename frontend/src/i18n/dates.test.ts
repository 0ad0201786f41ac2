import { expect, test } from 'vitest';
import { dayEnd, dayStart, formatDuration } from './dates.ts';

test.each([
  [0, '0ms'],
  [420, '420ms'],
  [2_449, '2.4s'],
  [180_000, '3m'],
  [5 * 3_600_000, '5h'],
  [2 * 86_400_000, '2d'],
  [-5, '0ms'],
])('%i milliseconds are %s', (milliseconds, shown) => {
  expect(formatDuration(milliseconds, 'en')).toBe(shown);
});

test('a day is the whole day of who asks', () => {
  expect(dayStart('2026-11-24')).toBe(new Date(2026, 10, 24).toISOString());
  expect(dayEnd('2026-11-24')).toBe(new Date(2026, 10, 24, 23, 59, 59, 999).toISOString());
  expect(dayStart('2026-13-45')).toBeUndefined();
});
