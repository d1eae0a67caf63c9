import type { Event, Extracted, MessageType, Stored } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import type { Holds } from '../expected-cell.ts';
import { orphanEvent } from '../orphan-event.ts';
import { scan, StoreTable } from '../scan-rows.ts';
import { SideTable, type SideRow } from '../side-table.ts';
import { integer, text } from '../stored-cells.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { countedOut, INDEX_PARTS } from '../wechat/counted-out.ts';
import { firstRow } from '../wechat/first-row.ts';
import { tellIndexed, type Standing } from '../wechat/indexed-message.ts';
import { renamed } from '../wechat/renamed.ts';
import type { Store } from './store.ts';

const TEXTS = 'FTS5IndexMessage_content';
const ROWS = 'FTS5MetaMessage';
const REST = [
  [/^FTS5Index\w+_(?:data|idx|docsize|config)$/u, INDEX_PARTS],
  [/^FTS5IndexVersion$/u, 'how far a search index was made'],
] as const;
const KNOWN: ReadonlyMap<string, Holds> = new Map([
  ['c0', 'text'],
  ['entity_id', 'whole-number'],
  ['timestamp', 'whole-number'],
  ['aux_index', 'text'],
  ['talker', 'text'],
]);

/** `subtype`: 41 texts, 50 places; the others are of messages of apps. The client's own `FTS5SearchMessageLogic`, decompiled. */
const TYPES: ReadonlyMap<number, MessageType> = new Map([[41, 'text'], [50, 'location']]); // prettier-ignore

/** The columns of `FTS5MetaMessage` that a message is made of. */
const FIELDS = ['docid', 'entity_id', 'aux_index', 'timestamp', 'talker', 'type', 'subtype'] as const;

/** True for the search index of an account's messages. */
export function isSearchIndex(tables: ReadonlyMap<string, readonly string[]>): boolean {
  return tables.get(TEXTS)?.includes('c0') === true && tables.has(ROWS);
}

/**
 * Reads the search index of messages: `FTS5IndexMessage_content` with the words, `FTS5MetaMessage` with the message's row in `message`
 * (`entity_id`), its conversation (`aux_index`), its time and its sender (`talker`). The client writes them so and finds a message again by
 * row and time (`FTS5SearchMessageLogic`, decompiled; WXjzcccc/ForensicsTool@9bfffc5).
 */
export class SearchIndex {
  readonly #store: Store;
  readonly #db: EvidenceDb;
  readonly #name: string;
  readonly #meta: StoreTable;

  /** `name` tells the index from others of the account. */
  constructor(store: Store, db: EvidenceDb, name: string) {
    this.#store = store;
    this.#db = db;
    this.#name = name;
    this.#meta = new StoreTable(db, ROWS, FIELDS, KNOWN);
  }

  *read(): Generator<Extracted> {
    const { run, books } = this.#store;
    const table = new StoreTable(this.#db, TEXTS, ['id', 'c0'], KNOWN);
    const words = table.place('c0');
    const side = new SideTable(this.#meta, 'docid', (row) => this.#wordless(row));
    yield* scan(run, table, (row, at, out) => {
      const beside = at.rowid === null ? null : side.one(at.rowid);
      const of = (column: (typeof FIELDS)[number]): Stored | undefined => beside === null ? undefined : this.#cell(beside.row, column); // prettier-ignore
      const time = beside === null ? null : readTime(of('timestamp'), 'created', beside.at, 'timestamp', out);
      const reason = tellIndexed(
        {
          key: `${this.#name}:${String(at.rowid)}`,
          table,
          row,
          at,
          more: beside === null ? [] : [beside.at],
          words: row[words],
          column: 'c0',
          talker: text(of('aux_index')),
          sender: text(of('talker')),
          time,
          type: TYPES.get(Number(of('subtype'))) ?? 'unknown',
          typeStored: `${String(of('type') ?? '')}/${String(of('subtype') ?? '')}`,
          standing: this.#standing(of('entity_id'), of('timestamp')),
          stored: { ...table.rest(row), ...this.#stored(beside) },
        },
        books,
        true,
        out,
      );
      if (reason !== undefined && beside !== null) side.leave(1, reason);
      out.push(...side.drain());
      return reason;
    });
    run.signal.throwIfAborted();
    yield* side.finish();
    yield* countedOut(this.#db, REST);
  }

  /** The message of this row and time: a row's number can be given again once the message is gone. */
  #standing(id: Stored | undefined, time: Stored | undefined): Standing | null {
    const { db } = this.#store;
    if (typeof id !== 'number' || !db.tables.has('message')) return null;
    const columns = ['type', 'createTime', 'content'];
    const row = firstRow(db, `SELECT ${columns.map((column) => (db.has('message', column) ? `t."${column}"` : 'NULL')).join(', ')} FROM message t WHERE t.rowid = ?`, id); // prettier-ignore
    if (row === null || row[1] !== time) return null;
    const type = integer(row[0]);
    return { key: `message:${id}`, code: type === null ? null : Number(type), content: text(row[2]) ?? '' };
  }

  /** A row that names a message and has no words beside it. */
  #wordless(row: StoredRow): Event {
    const at = this.#meta.at(row);
    const time = readTime(this.#cell(row, 'timestamp'), 'created', at, 'timestamp', []);
    const event = orphanEvent(this.#meta, row, { times: timesOf(time) });
    return { ...event, key: `${this.#name}.${event.key}` };
  }

  #stored(beside: SideRow | null): Readonly<Record<string, Stored>> {
    if (beside === null) return {};
    const kept = ['entity_id', 'type', 'subtype'] as const;
    const own = { ...this.#meta.rest(beside.row), ...Object.fromEntries(kept.map((column) => [column, this.#cell(beside.row, column) ?? null])) }; // prettier-ignore
    return renamed(own, `${ROWS}.`);
  }

  #cell(row: StoredRow, column: (typeof FIELDS)[number]): Stored | undefined {
    return row[this.#meta.place(column)];
  }
}
