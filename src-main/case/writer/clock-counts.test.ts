import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sql } from '../../sqlite/index.ts';
import { addTestSource, sentAt, storyteller, tempCase } from '../fixture-case.ts';
import { countByTime, readOverview, setCaseZone, type CaseFile } from '../index.ts';
import { clearSource } from './clear-source.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const ZONES = ['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Monrovia'] as const; // prettier-ignore
/** Days on which a clock of these zones was changed, left a day out or was no whole quarters from UTC. */
const DAYS = [Date.UTC(2025, 2, 9), Date.UTC(2025, 9, 4), Date.UTC(2011, 11, 30), Date.UTC(1972, 0, 7), Date.UTC(1969, 6, 20)]; // prettier-ignore

const times = fc.array(
  fc.option(
    fc.record({ day: fc.constantFrom(...DAYS), second: fc.integer({ min: -129_600, max: 129_600 }) })
      .map(({ day, second }) => day + second * 1000), // prettier-ignore
    { freq: 12 },
  ),
  { minLength: 1, maxLength: 40 },
);

/** What an examiner does that changes what is counted: source 0 is stored in UTC, source 1 on a wall clock without a zone. */
const deeds = fc.array(
  fc.oneof(
    fc.record({ deed: fc.constant('read' as const), source: fc.nat({ max: 1 }), times }),
    fc.record({ deed: fc.constant('clear' as const), source: fc.nat({ max: 1 }) }),
    fc.record({ deed: fc.constant('zone' as const), zone: fc.constantFrom(...ZONES) }),
  ),
  { minLength: 1, maxLength: 5 },
);

interface Plain {
  readonly source: number;
  readonly time: number | null;
  readonly type: string;
}

function compare({ db }: CaseFile, sources: readonly number[], zone: string): void {
  const rows = db.all<Plain>(
    sql`SELECT item.source, time_ms AS time, facet.type FROM item JOIN facet ON facet.id = facet`,
  );
  const filters = [
    {},
    { types: ['text'] },
    { sources: [sources[1] ?? 0] },
    { sources: [sources[0] ?? 0], types: ['image'] },
  ];
  for (const filter of filters) {
    const kept = rows.filter(({ source, type }) =>
      (filter.types?.includes(type) ?? true) && (filter.sources?.includes(source) ?? true)); // prettier-ignore
    const dated = kept.flatMap(({ source, time }) => (time === null ? [] : [{ time, clock: source === sources[1] ? 'UTC' : zone }])); // prettier-ignore
    const week = new Array<number>(168).fill(0);
    const days = new Map<number, number>();
    for (const { time, clock } of dated) {
      const hour = hourOfWeek(time, clock);
      week[hour] = (week[hour] ?? 0) + 1;
      const day = dayOf(time, zone);
      days.set(day, (days.get(day) ?? 0) + 1);
    }
    const found = readOverview(db, filter);
    expect(found).toMatchObject({ zone, messages: kept.length, undated: kept.length - dated.length });
    expect(found.week).toEqual(week);
    expect(new Map(countByTime.read(db, filter, 'day', 'none').map(({ at, items }) => [at, items]))).toEqual(days);
  }
}

function hourOfWeek(time: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const [weekday = '', hour = ''] = ['weekday', 'hour'].map((type) => parts.formatToParts(time).find((part) => part.type === type)?.value); // prettier-ignore
  return WEEKDAYS.indexOf(weekday) * 24 + Number(hour);
}

function dayOf(time: number, zone: string): number {
  return Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(time)) / 86_400_000;
}

it('counts hours and days as the rows do, whatever is read, read again, cleared, or asked in another zone', () => {
  fc.assert(
    fc.property(deeds, (list) => {
      const made = tempCase();
      try {
        const sources = [made.source, addTestSource(made.file, 1, 'export')];
        let zone = 'UTC';
        for (const one of list) {
          if (one.deed === 'zone') setCaseZone(made.file, (zone = one.zone));
          else if (one.deed === 'clear') clearSource(made.file.db, sources[one.source] ?? 0, 'aborted');
          else read(made.file, sources[one.source] ?? 0, one.times, one.source === 1);
          compare(made.file, sources, zone);
        }
      } finally {
        made.remove();
      }
    }),
    { seed: 12, numRuns: 12 },
  );
});

function read(file: CaseFile, source: number, at: readonly (number | null)[], isZoneless: boolean): void {
  const tell = storyteller(file, source);
  tell.conversation('pier');
  at.forEach((ms, index) => {
    const sent = ms === null ? [] : [{ ...sentAt(ms), ...(isZoneless && { zone: 'unstated' as const }) }];
    tell.message(`m${index}`, 'pier', 'x', { type: index % 3 === 0 ? 'image' : 'text', times: sent });
  });
  tell.done();
}
