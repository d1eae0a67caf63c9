import { expect, it } from 'vitest';
import { readClockHours, readWeekdays } from './clock-arguments.ts';

it.each([
  [['7'], [7]],
  [
    ['07', '9-11'],
    [7, 9, 10, 11],
  ],
  [['22-5'], [0, 1, 2, 3, 4, 5, 22, 23]],
  [['3-3'], [3]],
  [['0-23'], Array.from({ length: 24 }, (_, hour) => hour)],
  [[], []],
])('reads the hours %j as %j', (given, hours) => {
  expect(readClockHours(given)).toEqual(hours);
});

it.each([
  [['mon'], [1]],
  [['sat-sun'], [6, 7]],
  [['Sat-mon'], [1, 6, 7]],
  [
    ['2-4', 'fri'],
    [2, 3, 4, 5],
  ],
])('reads the weekdays %j as %j', (given, days) => {
  expect(readWeekdays(given)).toEqual(days);
});

it.each(['24', '-1', '', '7-', '7-8-9', 'noon', '1.5'])('refuses the hour "%s"', (given) => {
  expect(() => readClockHours([given])).toThrow(`not "${given}"`);
});

it.each(['0', '8', 'monday', 'mon-', 'mo'])('refuses the weekday "%s"', (given) => {
  expect(() => readWeekdays([given])).toThrow(`not "${given}"`);
});
