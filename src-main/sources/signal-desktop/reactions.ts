import type { Extracted } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { readErrorOf, scanTable, StoredTable } from '../stored-table.ts';
import { text as textOf } from '../stored-cells.ts';
import { live, timeOf, type Reading } from './reading.ts';

const COLUMNS = { messageId: 'text', emoji: 'text', fromId: 'text', timestamp: 'whole-number' } as const;

/**
 * `reactions`: the app's list of reactions, by which it tells new ones. Each stands in its message too; one that does not is
 * a record of its own.
 */
export function* readReactions(reading: Reading): Generator<Extracted> {
  const { db } = reading;
  const table = new StoredTable(db, 'reactions', COLUMNS);
  const isKnown = (id: string, emoji: string | null, sender: string | null, ms: number | null): boolean => {
    if (!db.has('messages', 'id') || !db.has('messages', 'json')) return false;
    try {
      for (const [json] of db.arrays('SELECT json FROM messages WHERE id = ? LIMIT 1', id))
        for (const one of JsonFields.parse(textOf(json) ?? '')?.objects('reactions') ?? [])
          if (one.text('fromId') === sender && one.whole('timestamp') === ms && one.text('emoji') === emoji)
            return true;
    } catch (error) {
      readErrorOf(error); // the reading of messages says so
    }
    return false;
  };
  yield* scanTable(reading.run, table, (row, at, out) => {
    const id = table.text(row, 'messageId') ?? `row ${String(at.rowid)}`;
    const [emoji, sender, ms] = [table.text(row, 'emoji'), table.text(row, 'fromId'), table.whole(row, 'timestamp')];
    if (isKnown(id, emoji, sender, ms)) return 'a reaction that its message holds too';
    const message = `message:${id}`;
    const account = reading.see(sender, at);
    const time = timeOf(table.cell(row, 'timestamp'), 'reacted', at, 'timestamp', out);
    out.push(...reading.accounts.drain());
    out.push({ kind: 'reaction', key: `reaction:row ${String(at.rowid)}`, from: live(at), message, account, emoji, count: 1, time, stored: table.rest(row) }); // prettier-ignore
    return undefined;
  });
}
