import type { Key } from '../../model/index.ts';
import { Sql, sql, type CaseDb, type CaseStatement } from '../../sqlite/index.ts';
import { KEY_INDEX, sortOnDisk } from './item-indexes.ts';
import { PART_KINDS } from './part-columns.ts';

/** Items of which the keys are remembered while the table has no index of them, twice over. */
const REMEMBERED = 4096;

/**
 * Finds items by the parser's key while they are written. Keeping the index up to date costs as much as the rows themselves, more
 * when keys come in no order: where the case holds little so far there is none at first, parts find their items among the last few
 * thousand, and the index is made, sorted, when one does not.
 */
export class ItemKeys {
  readonly #db: CaseDb;
  readonly #source: number;
  readonly #writeAll: (between: () => void) => void;
  /** Null as long as there is no index. */
  #find: CaseStatement<number> | null = null;
  /** Of items that are not in the table yet; without an index, of the last ones. */
  #recent = new Map<Key, number>();
  /** Those before them, without an index. */
  #before = new Map<Key, number>();
  /** True when a part was given an item out of these: an item before may have had the same key. */
  #isGuessed = false;

  constructor(db: CaseDb, source: number, writeAll: (between: () => void) => void) {
    this.#db = db;
    this.#source = source;
    this.#writeAll = writeAll;
    const name = db.value<string>(sql`SELECT name FROM sqlite_schema WHERE name = 'item_key'`);
    if (name !== null) this.#find = this.#prepared();
  }

  add(key: Key, id: number): void {
    const recent = this.#recent;
    if (!recent.has(key)) recent.set(key, id);
    if (this.#find !== null || recent.size < REMEMBERED) return;
    this.#recent = this.#before;
    this.#recent.clear();
    this.#before = recent;
  }

  /** All that was added is in the table. */
  written(): void {
    if (this.#find !== null) this.#recent.clear();
  }

  /** The first item with this key; null when none was written. */
  idOf(key: Key): number | null {
    if (this.#find === null) {
      const known = this.#before.get(key) ?? this.#recent.get(key);
      if (known !== undefined) {
        this.#isGuessed = true;
        return known;
      }
      this.index();
    }
    return this.#find?.get(this.#source, key) ?? this.#recent.get(key) ?? null;
  }

  /** Makes the index where there is none. */
  index(): void {
    if (this.#find !== null) return;
    this.#writeAll(() => {
      sortOnDisk(this.#db, () => {
        this.#db.exec(KEY_INDEX);
        if (this.#isGuessed) joinToFirst(this.#db, this.#source);
      });
    });
    this.#find = this.#prepared();
    this.#recent.clear();
    this.#before.clear();
  }

  #prepared(): CaseStatement<number> {
    // Entries of one key lie in the index in the order of ids; asking for that order takes three times as long.
    return this.#db.prepare('SELECT id FROM item INDEXED BY item_key WHERE source = ? AND key = ? LIMIT 1', {
      shape: 'value',
    });
  }
}

/** Gives parts of an item whose key an item before it has to that one. */
function joinToFirst(db: CaseDb, source: number): void {
  db.exec('CREATE TEMP TABLE later (item INTEGER PRIMARY KEY, first INTEGER)');
  try {
    const { changes } = db.run(sql`INSERT INTO temp.later SELECT item.id, twice.first
      FROM (SELECT key, min(id) AS first FROM item INDEXED BY item_key WHERE source = ${source} GROUP BY key HAVING count(*) > 1) AS twice
      JOIN item INDEXED BY item_key ON item.source = ${source} AND item.key = twice.key WHERE item.id > twice.first`);
    if (changes === 0) return;
    db.transaction(() => {
      for (const kind of PART_KINDS)
        db.run(sql`UPDATE ${new Sql(kind)} SET item = (SELECT first FROM temp.later WHERE later.item = ${new Sql(kind)}.item)
          WHERE source = ${source} AND item IN (SELECT item FROM temp.later)`);
    });
  } finally {
    db.exec('DROP TABLE temp.later');
  }
}
