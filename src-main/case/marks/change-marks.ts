import { createHash } from 'node:crypto';
import type { Filter, MarkChange } from '../../contract/index.ts';
import { joinSql, sql, type CaseDb, type Sql } from '../../sqlite/index.ts';
import { CaseFailure } from '../case-failure.ts';
import { MARK_KINDS, codeOf } from '../codes.ts';
import { appendCustody } from '../custody.ts';
import { compileFilter } from '../filter.ts';
import { idList } from '../queries/names.ts';
import { visible, wholeItems } from '../scope.ts';
import { keepRecords } from './marked-records.ts';

/** Who changes marks, and when. */
export interface Hand {
  readonly actor: string;
  readonly atMs: number;
}

/** Items by their ids, or all that a filter lets through, of which `expected` were agreed to. */
export type Chosen = { readonly items: readonly number[] } | { readonly filter: Filter; readonly expected: number };

/** As many as are changed in a second or two; more would keep the engine from its other questions. */
const MOST_AT_ONCE = 100_000;

/** Records named in a custody entry; `recordsSha256` stands for all of them. */
const NAMED_RECORDS = 20;

const TAG = codeOf(MARK_KINDS, 'tag');
const NOTE = codeOf(MARK_KINDS, 'note');
const BOOKMARK = codeOf(MARK_KINDS, 'bookmark');

/** Sets a tag on items or takes it off. Fails with `not-found`, `count-changed`, `too-many`. */
export function tagItems(db: CaseDb, hand: Hand, tag: number, on: boolean, chosen: Chosen): MarkChange {
  if (db.value<number>(sql`SELECT 1 FROM tag WHERE id = ${tag} AND removed IS NULL`) === null)
    throw new CaseFailure('not-found', { subject: `tag ${tag}` });
  return markItems(db, hand, { action: on ? 'item.tag' : 'item.untag', kind: TAG, tag, on }, chosen);
}

/** Sets or takes off bookmarks. Fails with `not-found`. */
export function bookmarkItems(db: CaseDb, hand: Hand, on: boolean, items: readonly number[]): MarkChange {
  const what = { action: on ? 'item.bookmark' : 'item.unbookmark', kind: BOOKMARK, tag: 0, on };
  return markItems(db, hand, what, { items });
}

interface Wanted {
  readonly action: string;
  readonly kind: number;
  readonly tag: number;
  readonly on: boolean;
}

function markItems(db: CaseDb, hand: Hand, { action, kind, tag, on }: Wanted, chosen: Chosen): MarkChange {
  return db.transaction(() => {
    const asked = choose(db, chosen);
    const records = sql`SELECT marked.id FROM temp.asked CROSS JOIN marked ON marked.item = asked.id`;
    const parameters = {
      ...(kind === TAG && { tag }),
      items: asked,
      ...('filter' in chosen && { filter: chosen.filter }),
    };
    return enter(db, hand, action, parameters, asked, (seq) => {
      if (!on)
        return db.run(sql`UPDATE mark SET removed = ${seq} WHERE removed IS NULL AND kind = ${kind} AND tag = ${tag}
          AND record IN (${records})`).changes;
      keepRecords(db, sql`SELECT id FROM temp.asked`);
      return db.run(sql`INSERT OR IGNORE INTO mark (record, kind, tag, added)
        SELECT id, ${kind}, ${tag}, ${seq} FROM (${records}) ORDER BY id`).changes;
    });
  });
}

/** Undoes a change, or an undoing, as far as nothing has changed since. Fails with `not-found` and `tag-taken`. */
export function undoMarks(db: CaseDb, hand: Hand, change: number): MarkChange {
  return db.transaction(() => {
    const undone = db.value<string>(sql`SELECT action FROM custody WHERE seq = ${change}`);
    if (undone === null) throw new CaseFailure('not-found', { subject: `change ${change}` });
    return enter(db, hand, 'mark.undo', { change, action: undone }, null, (seq) => {
      const tags = restoreTags(db, change);
      const set = db.all<{ id: number }>(sql`SELECT id FROM mark WHERE added = ${change} AND removed IS NULL
        UNION SELECT again.id FROM mark AS put JOIN mark AS again ON ${isPutBackAs(sql`put`)} WHERE put.added = ${change}`);
      const taken = db.all<{ id: number }>(sql`SELECT id FROM mark WHERE removed = ${change}
        AND (kind <> ${TAG} OR tag IN (SELECT id FROM tag WHERE removed IS NULL))
        AND NOT EXISTS (SELECT 1 FROM mark AS again WHERE ${isPutBackAs(sql`mark`)})
        AND (kind <> ${NOTE} OR EXISTS (SELECT 1 FROM mark AS put WHERE put.id IN (${idList(set.map(({ id }) => id))})
            AND put.record = mark.record)
          OR NOT EXISTS (SELECT 1 FROM mark AS put WHERE put.added = ${change} AND put.record = mark.record))`);
      const off = db.run(
        sql`UPDATE mark SET removed = ${seq} WHERE id IN (${idList(set.map(({ id }) => id))})`,
      ).changes;
      const back = db.run(sql`INSERT OR IGNORE INTO mark (record, kind, tag, text, added)
        SELECT record, kind, tag, text, ${seq} FROM mark WHERE id IN (${idList(taken.map(({ id }) => id))})
        ORDER BY id`).changes;
      return off + back + tags;
    });
  });
}

/** Whether the mark `again` stands now because an undoing put the note `former` back after it was taken off. */
function isPutBackAs(former: Sql): Sql {
  return sql`again.kind = ${NOTE} AND again.removed IS NULL AND again.record = ${former}.record
    AND ${former}.kind = ${NOTE} AND again.text = ${former}.text AND again.added > ${former}.removed
    AND (SELECT action FROM custody WHERE seq = again.added) = 'mark.undo'`;
}

/** Tags that a change took out of the list come back; a number key that another tag has now is left to it. */
function restoreTags(db: CaseDb, change: number): number {
  const removed = db.all<{ id: number; name: string }>(sql`SELECT id, name FROM tag WHERE removed = ${change}`);
  for (const { id, name } of removed) {
    const taken = sql`SELECT 1 FROM tag AS other WHERE other.removed IS NULL AND`;
    if (db.value<number>(sql`${taken} other.name = ${name} COLLATE NOCASE`) !== null)
      throw new CaseFailure('tag-taken', { subject: name });
    db.run(sql`UPDATE tag SET removed = NULL, number_key = iif(EXISTS (${taken} other.number_key = tag.number_key),
      NULL, number_key) WHERE id = ${id}`);
  }
  return removed.length;
}

/**
 * Makes a change of marks and its custody entry together; `asked` null: as many as were changed. The entry names the first
 * records and carries the SHA-256 of the lines of all, in the order of `mark.id`. It holds neither names of tags nor
 * texts of notes: reports print the log, and those only where it is asked for. Without a change there is no entry.
 */
export function enter(
  db: CaseDb,
  hand: Hand,
  action: string,
  parameters: Readonly<Record<string, unknown>>,
  asked: number | null,
  change: (seq: number) => number,
): MarkChange {
  return db.transaction(() => {
    const seq = (db.value<number>(sql`SELECT max(seq) FROM custody`) ?? 0) + 1;
    const changed = change(seq);
    if (changed === 0) return { change: null, asked: asked ?? 0, changed };
    const { named, sha256 } = recordsOf(db, seq);
    const entry = appendCustody(db, hand.atMs, {
      actor: hand.actor,
      action,
      parameters,
      result: { changed, records: named, recordsSha256: sha256 },
    });
    if (entry.seq !== seq) throw new Error('the custody log grew during a change of marks');
    return { change: seq, asked: asked ?? changed, changed };
  });
}

/** One line a record that a change touched: SHA-256 of the file, table, row, key or offset. */
function recordsOf(db: CaseDb, seq: number): { readonly named: readonly string[]; readonly sha256: string } {
  const hash = createHash('sha256');
  const named: string[] = [];
  const lines = db.iterate<{ line: string }>(sql`SELECT concat_ws(' ', place_name.file, place_name.name, marked.row,
      marked.node, marked.offset) AS line FROM mark CROSS JOIN marked ON marked.id = mark.record
    LEFT JOIN place_name ON place_name.id = marked.place
    WHERE mark.id IN (SELECT id FROM mark WHERE added = ${seq} UNION SELECT id FROM mark WHERE removed = ${seq})
    ORDER BY mark.id`);
  for (const { line } of lines) {
    hash.update(`${line}\n`);
    if (named.length < NAMED_RECORDS) named.push(line);
  }
  return { named, sha256: hash.digest('hex') };
}

/** Puts the chosen items that may be shown into `temp.asked`, and says how many they are. */
function choose(db: CaseDb, chosen: Chosen): number {
  db.exec('CREATE TEMP TABLE IF NOT EXISTS asked (id INTEGER PRIMARY KEY); DELETE FROM temp.asked');
  const where =
    'items' in chosen
      ? joinSql([sql`item.id IN (${idList(chosen.items)})`, visible, ...wholeItems(db)], ' AND ')
      : compileFilter(db, chosen.filter).where;
  const asked = db.run(
    sql`INSERT INTO temp.asked SELECT item.id FROM item WHERE ${where} LIMIT ${MOST_AT_ONCE + 1}`,
  ).changes;
  if (asked > MOST_AT_ONCE) throw new CaseFailure('too-many', { subject: MOST_AT_ONCE, limit: MOST_AT_ONCE });
  if ('expected' in chosen && asked !== chosen.expected)
    throw new CaseFailure('count-changed', { subject: asked, expected: chosen.expected });
  if ('items' in chosen && asked < new Set(chosen.items).size)
    throw new CaseFailure('not-found', { subject: `${new Set(chosen.items).size - asked} items` });
  return asked;
}
