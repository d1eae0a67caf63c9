import type { Filter } from '../../contract/index.ts';
import type { CaseDb } from '../../sqlite/index.ts';
import { UNDATED_MS } from './undated.ts';
import { keptSet } from '../search/kept-sets.ts';
import { decodeBlock, type StoredBlock } from './activity-block.ts';
import { ItemSet } from './item-set.ts';
import { weekHourReader, zonesOfSources } from './week-hours.ts';

/** Whether a filter asks for hours of the day or days of the week. */
export function isClockAsked({ hours, weekdays }: Filter): boolean {
  return hours !== undefined || weekdays !== undefined;
}

/** The items of finished sources at the filter's hours and weekdays on the clock of the case's zone; none without a time. */
export function clockItems(db: CaseDb, { hours, weekdays }: Filter): ItemSet {
  return keptSet(db, `clock ${JSON.stringify([hours, weekdays])}`, () => findItems(db, askedHours(hours, weekdays)));
}

/** 1 for each hour of the week that is asked for, from Monday 00:00. */
function askedHours(hours: readonly number[] | undefined, weekdays: readonly number[] | undefined): Uint8Array {
  const isAsked = (hour: number): boolean =>
    (hours?.includes(hour % 24) ?? true) && (weekdays?.includes(Math.floor(hour / 24) + 1) ?? true);
  return Uint8Array.from({ length: 168 }, (_, hour) => (isAsked(hour) ? 1 : 0));
}

function findItems(db: CaseDb, asked: Uint8Array): ItemSet {
  const found = new ItemSet();
  const zones = zonesOfSources(db);
  const blocks = db.prepare<number>('SELECT id FROM activity_block ORDER BY source, id', { shape: 'value' }).all();
  const read = db.prepare<StoredBlock & { source: number }>('SELECT source, times, groups, ids FROM activity_block WHERE id = ?'); // prettier-ignore
  for (const id of blocks) {
    const stored = read.get(id);
    if (stored === null) continue; // cleared since the list was read
    const { times, ids } = decodeBlock(stored);
    const hourOf = weekHourReader(zones.of(stored.source));
    for (let row = 0; row < ids.length; row += 1) {
      const time = times[row] ?? UNDATED_MS;
      if (time !== UNDATED_MS && asked[hourOf(time)] === 1) found.add(ids[row] ?? 0);
    }
  }
  return found;
}
