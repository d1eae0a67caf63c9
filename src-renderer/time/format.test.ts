import { describe, expect, it } from 'vitest';
import { fullTime, nextDay, offsetMs, showTime, startOfDay } from './format.ts';

const at = (iso: string): number => Date.parse(iso);

describe('a time in a zone', () => {
  it('carries date, time and offset', () => {
    expect(showTime(at('2024-03-05T08:52:07Z'), 'Asia/Kolkata')).toEqual({
      date: '2024-03-05',
      time: '14:22:07',
      offset: '+05:30',
    });
    expect(fullTime(at('2024-03-05T08:52:07Z'), 'UTC')).toBe('2024-03-05 08:52:07 +00:00');
    expect(fullTime(at('2024-03-05T08:52:07Z'), 'Asia/Kathmandu')).toBe('2024-03-05 14:37:07 +05:45');
    expect(fullTime(at('2024-03-05T00:15:00Z'), 'America/St_Johns')).toBe('2024-03-04 20:45:00 -03:30');
  });

  it('follows daylight saving to the second', () => {
    expect(fullTime(at('2025-03-30T00:59:59Z'), 'Europe/Berlin')).toBe('2025-03-30 01:59:59 +01:00');
    expect(fullTime(at('2025-03-30T01:00:00Z'), 'Europe/Berlin')).toBe('2025-03-30 03:00:00 +02:00');
    expect(fullTime(at('2025-10-26T00:30:00Z'), 'Europe/Berlin')).toBe('2025-10-26 02:30:00 +02:00');
    expect(fullTime(at('2025-10-26T01:30:00Z'), 'Europe/Berlin')).toBe('2025-10-26 02:30:00 +01:00');
  });

  it('shows milliseconds where there are any, before 1970 too', () => {
    expect(showTime(at('2024-03-05T08:52:07.040Z'), 'UTC').time).toBe('08:52:07.040');
    expect(showTime(-1, 'UTC')).toEqual({ date: '1969-12-31', time: '23:59:59.999', offset: '+00:00' });
  });

  it('names midnight 00, not 24', () => {
    expect(showTime(at('2024-03-05T00:00:00Z'), 'UTC').time).toBe('00:00:00');
  });
});

describe('the start of a day', () => {
  it('is midnight in the zone, on both sides of a change', () => {
    expect(startOfDay('2025-03-30', 'Europe/Berlin')).toBe(at('2025-03-29T23:00:00Z'));
    expect(startOfDay('2025-03-31', 'Europe/Berlin')).toBe(at('2025-03-30T22:00:00Z'));
    expect(startOfDay('2025-10-27', 'Europe/Berlin')).toBe(at('2025-10-26T23:00:00Z'));
    expect(startOfDay('2024-03-05', 'Asia/Kolkata')).toBe(at('2024-03-04T18:30:00Z'));
    expect(startOfDay('2024-03-05', 'Pacific/Kiritimati')).toBe(at('2024-03-04T10:00:00Z'));
  });

  it('is the first instant there is where midnight is left out', () => {
    expect(startOfDay('2024-09-08', 'America/Santiago')).toBe(at('2024-09-08T04:00:00Z'));
  });

  it('is refused for what is not a day', () => {
    for (const text of ['2025-02-29', '2025-13-01', '5.3.2024', '', '2024-3-5']) {
      expect(startOfDay(text, 'UTC'), text).toBeNull();
    }
  });
});

it('finds the next day over the end of a month and a leap day', () => {
  expect(['2024-02-28', '2024-02-29', '2024-12-31'].map(nextDay)).toEqual(['2024-02-29', '2024-03-01', '2025-01-01']);
});

it('reads offsets with minutes and with a minus', () => {
  expect(offsetMs(at('2024-03-05T00:00:00Z'), 'Asia/Kathmandu')).toBe(20_700_000);
  expect(offsetMs(at('2024-03-05T00:00:00Z'), 'America/St_Johns')).toBe(-12_600_000);
});

it('shows UTC as any zone without an offset', () => {
  const times = [-30_000_000_000_001, -70_000_000_000_000, -1, 0, 999, 1_709_251_200_000, 253_402_300_799_999, 253_402_300_800_000]; // prettier-ignore
  for (const ms of times) expect(showTime(ms, 'UTC')).toEqual(showTime(ms, 'Etc/GMT'));
  expect(fullTime(1_709_251_200_120, 'UTC')).toBe('2024-03-01 00:00:00.120 +00:00');
});
