import { describe, expect, it } from 'vitest';
import { dayByKey, monthsOn, pickDay, sheetOf } from './calendar-days.ts';

describe('the sheet of a month', () => {
  it('begins on a Monday and holds the month in six weeks', () => {
    const weeks = sheetOf('2024-02');
    expect(weeks.map((week) => week.length)).toEqual([7, 7, 7, 7, 7, 7]);
    expect([weeks[0]?.[0], weeks[0]?.[3], weeks[4]?.[3], weeks[5]?.[6]]).toEqual(['2024-01-29', '2024-02-01', '2024-02-29', '2024-03-10']); // prettier-ignore
    expect(sheetOf('2021-02')[0]?.[0]).toBe('2021-02-01');
  });
});

describe('keys', () => {
  it.each([
    ['ArrowLeft', false, '2024-02-29'],
    ['ArrowDown', false, '2024-03-08'],
    ['Home', false, '2024-02-26'],
    ['End', false, '2024-03-03'],
    ['PageUp', false, '2024-02-01'],
    ['PageDown', true, '2025-03-01'],
  ])('%s (shift %s) leads from 1 March 2024 to %s', (key, shiftKey, day) => {
    expect(dayByKey('2024-03-01', { key, shiftKey })).toBe(day);
  });

  it('stay in a month that has fewer days, and leave other keys alone', () => {
    expect(monthsOn('2024-01-31', 1)).toBe('2024-02-29');
    expect(monthsOn('2024-02-29', 12)).toBe('2025-02-28');
    expect(dayByKey('9999-12-31', { key: 'ArrowRight', shiftKey: false })).toBe('9999-12-31');
    expect(dayByKey('2024-03-01', { key: 'a', shiftKey: false })).toBeNull();
  });
});

it('picks one day, then a span in its order, then begins anew', () => {
  const one = pickDay(null, '2024-03-05');
  expect(one).toEqual(['2024-03-05', '2024-03-05']);
  const span = pickDay(one, '2024-03-01');
  expect(span).toEqual(['2024-03-01', '2024-03-05']);
  expect(pickDay(span, '2024-03-09')).toEqual(['2024-03-09', '2024-03-09']);
});
