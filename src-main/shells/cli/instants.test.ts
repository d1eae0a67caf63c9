import { expect, test } from 'vitest';
import { readInstant, showInstant } from './instants.ts';

const iso = (text: string): number => Date.parse(text);

test('a date is its first instant in the zone', () => {
  expect(readInstant('2024-05-01', 'Asia/Kolkata')).toBe(iso('2024-04-30T18:30:00Z'));
  expect(readInstant('2024-05-01', 'UTC')).toBe(iso('2024-05-01T00:00:00Z'));
});

test('a date-time without offset is a wall clock, with offset an instant', () => {
  expect(readInstant('2024-07-01T10:00', 'Europe/Berlin')).toBe(iso('2024-07-01T08:00:00Z'));
  expect(readInstant('2024-07-01T10:00:30.5', 'Europe/Berlin')).toBe(iso('2024-07-01T08:00:30.500Z'));
  expect(readInstant('2024-07-01T10:00:00+05:30', 'Europe/Berlin')).toBe(iso('2024-07-01T04:30:00Z'));
  expect(readInstant('2024-07-01 10:00:00Z', 'Europe/Berlin')).toBe(iso('2024-07-01T10:00:00Z'));
});

test('a wall clock that daylight saving repeats is its first occurrence, one that it skips the instant after', () => {
  expect(readInstant('2024-10-27T02:30', 'Europe/Berlin')).toBe(iso('2024-10-27T00:30:00Z'));
  expect(readInstant('2024-03-31T02:30', 'Europe/Berlin')).toBe(iso('2024-03-31T01:30:00Z'));
});

test('what is no date is refused', () => {
  for (const text of ['yesterday', '2024-02-30', '2024-13-01', '01/02/2024', '2024-05-01T25:00', '2024-05-01T10:61']) {
    expect(readInstant(text, 'UTC'), text).toBeNull();
  }
});

test('an instant is shown with its offset', () => {
  expect(showInstant(iso('2024-07-01T08:00:00Z'), 'Europe/Berlin')).toBe('2024-07-01 10:00:00 +02:00');
  expect(showInstant(iso('2024-07-01T08:00:00Z'), 'Asia/Kathmandu')).toBe('2024-07-01 13:45:00 +05:45');
});
