import { expect, it } from 'vitest';
import { readMoment, writeMoment } from './moments.ts';

it.each([
  ['2025-03-30', 'from', 'Europe/Berlin', '2025-03-29T23:00:00Z'],
  ['2025-03-30', 'to', 'Europe/Berlin', '2025-03-30T22:00:00Z'],
  ['2025-03-30 14:30', 'from', 'Europe/Berlin', '2025-03-30T12:30:00Z'],
  ['2025-03-30T14:30:05', 'to', 'Europe/Berlin', '2025-03-30T12:30:05Z'],
  ['2025-03-30 01:30', 'from', 'Europe/Berlin', '2025-03-30T00:30:00Z'],
  ['2025-03-05 14:30', 'from', 'Asia/Kolkata', '2025-03-05T09:00:00Z'],
] as const)('reads %s as %s in %s', (text, edge, zone, utc) => {
  expect(readMoment(text, zone, edge)).toBe(Date.parse(utc));
});

it.each(['', '2025-02-30', '2025-03-05 24:00', '2025-03-05 12:60', '5 March', '2025-3-5'])('refuses "%s"', (text) => {
  expect(readMoment(text, 'UTC', 'from')).toBeNull();
});

it.each([
  ['2025-03-29T23:00:00Z', 'from', '2025-03-30'],
  ['2025-03-30T22:00:00Z', 'to', '2025-03-30'],
  ['2025-03-30T12:30:00Z', 'from', '2025-03-30 14:30:00'],
  ['2025-03-30T12:30:00Z', 'to', '2025-03-30 14:30:00'],
] as const)('writes %s as %s: %s', (utc, edge, text) => {
  expect(writeMoment(Date.parse(utc), 'Europe/Berlin', edge)).toBe(text);
});
