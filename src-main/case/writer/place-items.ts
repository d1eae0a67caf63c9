import { sql, type CaseDb } from '../../sqlite/index.ts';
import { FLAGS } from '../codes.ts';
import { visible } from '../scope.ts';

/** What was written of the order of items, so that it need not be asked of every row. */
export class Places {
  readonly #conversations = new Map<number, number>();
  hasUnplaced = false;

  /** Takes note of an item's conversation, flags and place. */
  saw(conversation: number | null, flags: number, place: number | null): void {
    if (conversation === null) return;
    if (place === null) this.hasUnplaced = true;
    const bit = (flags & FLAGS.byTime) === 0 ? ORDERED : BY_TIME;
    const known = this.#conversations.get(conversation) ?? 0;
    if ((known & bit) === 0) this.#conversations.set(conversation, known | bit);
  }

  /** Conversations that hold items with an order of the app and items without one. */
  mixed(): readonly number[] {
    return [...this.#conversations].flatMap(([conversation, bits]) =>
      bits === (ORDERED | BY_TIME) ? conversation : [],
    );
  }
}

const ORDERED = 1;
const BY_TIME = 2;

/**
 * Gives a place to items for which the app stores no order, in conversations where it stores one for others: right after
 * the last ordered item that is not later. Items without order and time follow the row read before them.
 */
export function placeItems(db: CaseDb, source: number, places: Places): void {
  for (const conversation of places.mixed()) placeAmongOrdered(db, conversation);
  if (!places.hasUnplaced) return;
  const unplaced = db.all<{ id: number; conversation: number }>(sql`SELECT id, conversation FROM item
    WHERE source = ${source} AND conversation IS NOT NULL AND place IS NULL ORDER BY id`);
  for (const { id, conversation } of unplaced)
    db.run(sql`UPDATE item SET place = coalesce(
        (SELECT place FROM item AS earlier WHERE earlier.conversation = ${conversation} AND earlier.id < ${id}
          AND place IS NOT NULL ORDER BY earlier.id DESC LIMIT 1),
        (SELECT min(place) - 1 FROM item AS other WHERE other.conversation = ${conversation} AND other.withheld = 0), 0)
      WHERE id = ${id}`);
}

/** What may not be shown has no part in the order; without that condition no index of the conversation would serve. */
function placeAmongOrdered(db: CaseDb, conversation: number): void {
  db.exec('CREATE TEMP TABLE IF NOT EXISTS slot (time_ms INTEGER, place NUMERIC); DELETE FROM temp.slot;');
  db.run(sql`INSERT INTO temp.slot SELECT time_ms, max(place) OVER (ORDER BY time_ms, place) FROM item
    WHERE conversation = ${conversation} AND ${visible} AND flags & ${FLAGS.byTime} = 0 AND time_ms IS NOT NULL`);
  db.exec('CREATE INDEX IF NOT EXISTS temp.slot_time ON slot (time_ms, place)');
  db.run(sql`UPDATE item SET place = coalesce(
      (SELECT slot.place + 0.5 FROM temp.slot WHERE slot.time_ms <= item.time_ms ORDER BY slot.time_ms DESC, slot.place DESC LIMIT 1),
      (SELECT min(slot.place) - 0.5 FROM temp.slot), place)
    WHERE conversation = ${conversation} AND ${visible} AND flags & ${FLAGS.byTime} <> 0 AND time_ms IS NOT NULL`);
}
