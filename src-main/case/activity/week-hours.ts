import { zoneOffsetMs } from '../../model/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { caseZone } from '../case-zone.ts';
import { decodeBlock, type StoredBlock } from './activity-block.ts';

const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;
/** Hours of a week, from Monday 00:00. */
export const WEEK_HOURS = 168;
/** 1970-01-01 is a Thursday; weeks begin on Monday. */
const FIRST_HOUR = 72;

/** Tells the hour of the week, 0 to 167 from Monday 00:00, that a zone's clock shows at an instant. */
export function weekHourReader(zone: string): (utcMs: number) => number {
  let lastQuarter = NaN;
  let offsetMs = 0;
  return (utcMs) => {
    const quarter = Math.floor(utcMs / QUARTER_MS);
    if (quarter !== lastQuarter) {
      lastQuarter = quarter;
      offsetMs = zoneOffsetMs(quarter * QUARTER_MS, zone); // zones change their clocks on quarters only
    }
    const hour = (Math.floor((utcMs + offsetMs) / HOUR_MS) + FIRST_HOUR) % WEEK_HOURS;
    return hour < 0 ? hour + WEEK_HOURS : hour;
  };
}

/**
 * The zone in which a source's hours are read: the case's, or `UTC` for a source whose times state none, because its
 * wall clock is stored, and shown, as if it were UTC.
 */
export function zonesOfSources(db: CaseDb): { readonly zoneless: readonly number[]; of(source: number): string } {
  const zone = caseZone(db);
  const zoneless = readZoneless(db);
  return { zoneless, of: (source) => (zoneless.includes(source) ? 'UTC' : zone) };
}

/** A source states its times' zone for all of them or for none, so that its earliest item tells. */
function readZoneless(db: CaseDb): readonly number[] {
  if (db.value<number>(sql`SELECT 1 FROM time_form WHERE zone = 'unstated' LIMIT 1`) === null) return [];
  const firsts = db.all<StoredBlock & { source: number }>(sql`SELECT source, times, groups, ids FROM activity_block
    WHERE id IN (SELECT min(id) FROM activity_block GROUP BY source) ORDER BY source`);
  const zoneOf = (item: number): string | null =>
    db.value<string>(
      sql`SELECT zone FROM item JOIN time_form ON time_form.id = item.time_form WHERE item.id = ${item}`,
    );
  return firsts.filter((block) => zoneOf(decodeBlock(block).ids[0] ?? 0) === 'unstated').map(({ source }) => source);
}
