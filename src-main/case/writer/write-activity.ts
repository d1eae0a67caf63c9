import { sql, type CaseDb } from '../../sqlite/index.ts';
import { BLOCK_ITEMS, encodeBlock } from '../activity/activity-block.ts';
import { UNDATED_MS } from '../activity/undated.ts';
import { visible } from '../scope.ts';
import { RowInserter } from './row-inserter.ts';

const QUARTER_MS = 900_000;

type ActivityRow = [sortMs: number, id: number, facet: number, conversation: number, sender: number];

/**
 * Counts a source's items that may be shown, in one reading by time: by quarter of an hour, by conversation, sender and
 * facet, and as blocks of columns for what neither answers.
 */
export function writeActivity(db: CaseDb, source: number): void {
  clearActivity(db, source);
  const groups = new Groups(db);
  const quarters = new Quarters(db);
  const read = db.prepare<ActivityRow>(
    `SELECT sort_ms, id, facet, ifnull(conversation, 0), ifnull(sender, 0) FROM item
     WHERE ${visible.text} AND (sort_ms, id) > (?, ?) AND facet IN (SELECT id FROM facet WHERE source = ?)
     ORDER BY sort_ms, id LIMIT ${BLOCK_ITEMS}`,
    { shape: 'array' },
  );
  let last: ActivityRow | undefined;
  do {
    const rows: ActivityRow[] = read.all(last?.[0] ?? -UNDATED_MS, last?.[1] ?? 0, source);
    for (const [time, , facet] of rows) if (time !== UNDATED_MS) quarters.count(Math.floor(time / QUARTER_MS), facet);
    writeBlock(db, source, rows, groups);
    last = rows.at(-1);
  } while (last !== undefined);
  quarters.flush();
  groups.write();
}

/** Takes the counts of a source's items away. */
export function clearActivity(db: CaseDb, source: number): void {
  const facets = sql`SELECT id FROM facet WHERE source = ${source}`;
  db.run(sql`DELETE FROM activity_quarter WHERE facet IN (${facets})`);
  db.run(sql`DELETE FROM activity_sender WHERE facet IN (${facets})`);
  db.run(sql`DELETE FROM activity_block WHERE source = ${source}`);
}

function writeBlock(db: CaseDb, source: number, rows: readonly ActivityRow[], groups: Groups): void {
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return;
  const block = {
    times: new Float64Array(rows.length),
    groups: new Uint32Array(rows.length),
    ids: new Uint32Array(rows.length),
  };
  rows.forEach(([time, id, facet, conversation, sender], row) => {
    block.times[row] = time;
    block.groups[row] = groups.count(time, facet, conversation, sender);
    block.ids[row] = id;
  });
  const { times, groups: of, ids } = encodeBlock(block);
  db.run(sql`INSERT INTO activity_block (source, first_ms, last_ms, items, times, groups, ids)
    VALUES (${source}, ${first[0]}, ${last[0]}, ${rows.length}, ${times}, ${of}, ${ids})`);
}

interface Group {
  readonly id: number;
  readonly conversation: number;
  readonly sender: number;
  readonly facet: number;
  items: number;
  firstMs: number | null;
  lastMs: number | null;
}

/** More senders than any source has: keeps conversation and sender apart in one exact number. */
const SENDERS = 2 ** 26;

/** Gives each conversation, sender and facet that occur together one number, and counts. */
class Groups {
  readonly #db: CaseDb;
  readonly #byFacet = new Map<number, Map<number, Group>>();
  #next: number;

  constructor(db: CaseDb) {
    this.#db = db;
    this.#next = (db.value<number>(sql`SELECT max(id) FROM activity_sender`) ?? 0) + 1;
  }

  /** Counts one item, which is not earlier than those before it; answers the group's number. */
  count(time: number, facet: number, conversation: number, sender: number): number {
    const group = this.#find(facet, conversation, sender);
    group.items += 1;
    if (time !== UNDATED_MS) {
      group.firstMs ??= time;
      group.lastMs = time;
    }
    return group.id;
  }

  write(): void {
    const rows = new RowInserter(this.#db, 'activity_sender', ['id', 'conversation', 'sender', 'facet', 'items', 'first_ms', 'last_ms']); // prettier-ignore
    for (const groups of this.#byFacet.values())
      for (const { id, conversation, sender, facet, items, firstMs, lastMs } of groups.values())
        rows.add([id, conversation, sender, facet, items, firstMs, lastMs]);
    rows.flush();
  }

  #find(facet: number, conversation: number, sender: number): Group {
    let groups = this.#byFacet.get(facet);
    if (groups === undefined) this.#byFacet.set(facet, (groups = new Map<number, Group>()));
    const key = conversation * SENDERS + sender;
    let group = groups.get(key);
    if (group === undefined) {
      group = { id: this.#next, conversation, sender, facet, items: 0, firstMs: null, lastMs: null };
      this.#next += 1;
      groups.set(key, group);
    }
    return group;
  }
}

/** Counts by quarter of an hour, told in order of time. */
class Quarters {
  readonly #rows: RowInserter;
  readonly #facets = new Map<number, number>();
  #quarter = NaN;

  constructor(db: CaseDb) {
    this.#rows = new RowInserter(db, 'activity_quarter', ['quarter', 'facet', 'items']);
  }

  count(quarter: number, facet: number): void {
    if (quarter !== this.#quarter) this.#write();
    this.#quarter = quarter;
    this.#facets.set(facet, (this.#facets.get(facet) ?? 0) + 1);
  }

  flush(): void {
    this.#write();
    this.#rows.flush();
  }

  #write(): void {
    for (const [facet, items] of this.#facets) this.#rows.add([this.#quarter, facet, items]);
    this.#facets.clear();
  }
}
