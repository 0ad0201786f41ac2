import { expect, test } from 'vitest';
import { dayEnd, dayStart, formatDuration } from './dates.ts';

test.each([
  [0, '0 ms'],
  [420, '420 ms'],
  [2_449, '2.4 sec'],
  [180_000, '3 min'],
  [5 * 3_600_000, '5 hr'],
  [2 * 86_400_000, '2 days'],
  [-5, '0 ms'],
])('%i milliseconds are %s', (milliseconds, shown) => {
  expect(formatDuration(milliseconds, 'en')).toBe(shown);
});

test('a day is the whole day of who asks', () => {
  expect(dayStart('2026-11-24')).toBe(new Date(2026, 10, 24).toISOString());
  expect(dayEnd('2026-11-24')).toBe(new Date(2026, 10, 24, 23, 59, 59, 999).toISOString());
  expect(dayStart('2026-13-45')).toBeUndefined();
});
