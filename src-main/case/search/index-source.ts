import { sql, type CaseDb, type CaseStatement } from '../../sqlite/index.ts';
import { visible } from '../scope.ts';
import { RowInserter } from '../writer/row-inserter.ts';
import { indexText } from './fold.ts';
import { otherTexts } from './item-texts.ts';

/** Items read and indexed in one transaction: smaller ones make more pieces of index, which are then merged more often. */
const BATCH = 40_000;
/** Items of which the texts are held at a time. */
const HELD = 4000;
/** Items whose parts are looked up in one statement. */
const PARTS_BATCH = 10_000;

/**
 * Writes the full-text index of one source's items that may be shown; a document's number is the item's id. Bodies can be
 * indexed as soon as they are committed, while the source is still being read; the texts of what belongs to items follow
 * when they are joined to them. Holds one batch of texts at a time.
 */
export class SourceIndex {
  readonly #db: CaseDb;
  readonly #source: number;
  readonly #rows: RowInserter;
  readonly #bodies: CaseStatement<readonly [id: number, body: string | null]>;
  #first: number | null = null;
  #bodiesTo = 0;
  #partsTo = 0;

  constructor(db: CaseDb, source: number) {
    this.#db = db;
    this.#source = source;
    this.#bodies = db.prepare(
      `SELECT id, body FROM item WHERE id > ? AND +source = ${source} AND ${visible.text} ORDER BY id LIMIT ?`,
      { shape: 'array' },
    );
    this.#rows = new RowInserter(db, 'search.doc', ['rowid', 'body', 'other']);
  }

  /** Indexes the bodies of the next items, of at least `least`; false when fewer are there, and then does nothing. */
  nextBodies(least: number): boolean {
    return this.#db.transaction(() => {
      if (!this.#hasItems(least)) return false;
      for (let done = 0; done < BATCH; done += HELD) {
        const rows = this.#bodies.all(this.#bodiesTo, HELD);
        for (const [id, body] of rows) if (body !== null) this.#rows.add([id, indexText([body]), '']);
        this.#first ??= rows[0]?.[0] ?? null;
        this.#bodiesTo = rows.at(-1)?.[0] ?? this.#bodiesTo;
        if (rows.length < HELD) break;
      }
      this.#rows.flush();
      return true;
    }, 'deferred');
  }

  #hasItems(least: number): boolean {
    const found = this.#db.value<number>(sql`SELECT count(*) FROM (SELECT 1 FROM item
      WHERE id > ${this.#bodiesTo} AND +source = ${this.#source} AND ${visible} LIMIT ${least})`);
    return (found ?? 0) >= least;
  }

  /** Indexes what belongs to the next items anew together with their bodies; false when all of it is indexed. */
  nextParts(): boolean {
    if (this.#first === null || this.#partsTo >= this.#bodiesTo) return false;
    const from = Math.max(this.#first, this.#partsTo + 1);
    const to = Math.min(this.#bodiesTo, from + PARTS_BATCH - 1);
    const others = textsBetween(this.#db, from, to);
    const bodyOf = this.#db.prepare<[string | null]>(
      `SELECT body FROM item WHERE id = ? AND source = ${this.#source} AND ${visible.text}`,
      { shape: 'array' },
    );
    const replace = this.#db.prepare('INSERT OR REPLACE INTO search.doc (rowid, body, other) VALUES (?, ?, ?)');
    this.#db.transaction(() => {
      for (const [id, texts] of others) {
        const found = bodyOf.get(id);
        if (found === null) continue;
        replace.run(id, found[0] === null ? '' : indexText([found[0]]), indexText(texts));
      }
    }, 'deferred');
    this.#partsTo = to;
    return true;
  }

  /** Writes the index to the disk, so that it is never behind a case that says it is complete. */
  settle(): void {
    this.#db.pragma('search.wal_checkpoint(PASSIVE)');
  }
}

/** The most that `nextBodies` takes at once. */
export const WHOLE_BATCH = BATCH;

/** Indexes a source that is read. */
export function indexSource(db: CaseDb, source: number): void {
  const index = new SourceIndex(db, source);
  while (index.nextBodies(1));
  while (index.nextParts());
  index.settle();
}

/** Takes away documents beyond the last item: a power cut may have kept more of the index than of the case. */
export function dropLooseDocuments(db: CaseDb): void {
  db.run(sql`DELETE FROM search.doc WHERE rowid > (SELECT ifnull(max(id), 0) FROM item)`);
}

function textsBetween(db: CaseDb, first: number, last: number): ReadonlyMap<number, readonly string[]> {
  const rows = db.all<{ item: number; text: string }>(
    sql`SELECT item, text FROM (${otherTexts}) WHERE item BETWEEN ${first} AND ${last}`,
  );
  const found = new Map<number, string[]>();
  for (const { item, text } of rows) {
    const texts = found.get(item);
    if (texts === undefined) found.set(item, [text]);
    else texts.push(text);
  }
  return found;
}
