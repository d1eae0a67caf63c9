import type { Extracted, Stored } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import type { Holds } from '../expected-cell.ts';
import { scan, StoreTable } from '../scan-rows.ts';
import { SideTable, type SideRow } from '../side-table.ts';
import { integer, text } from '../stored-cells.ts';
import { countedOut, INDEX_PARTS } from '../wechat/counted-out.ts';
import { guarded } from '../wechat/guarded.ts';
import { tellIndexed, type Standing } from '../wechat/indexed-message.ts';
import { renamed } from '../wechat/renamed.ts';
import { shardsOf, type DesktopAccount, type Shard } from './account.ts';
import { firstRow } from '../wechat/first-row.ts';
import { unpackBlock } from './messages-3.ts';
import type { Names } from './names.ts';

const TEXTS = /^(FTSChatMsg\d+)_content$/u;
const REST = [[/^FTSChatMsg\d+_(?:segments|segdir|docsize|stat)$/u, INDEX_PARTS]] as const;
const KNOWN: ReadonlyMap<string, Holds> = new Map([
  ['c0content', 'text'],
  ['c1entityId', 'whole-number'],
  ['docid', 'anything'],
  ['entityId', 'whole-number'],
  ['msgId', 'whole-number'],
]);

/**
 * Reads the search index of messages of version 3: `FTSChatMsg2_content` with the words, `FTSChatMsg2_MetaData` with the number of the
 * message in `MSG`, `NameToId` with conversations by row. 2440893398/PyWxDump@881b0e5, doc/wx数据库简述.md, and public readers that join
 * `entityId` with `NameToId`. That `sortSequence` is `Sequence` of `MSG` is inferred from the names.
 */
export class MultiIndex {
  readonly #account: DesktopAccount;
  readonly #shard: Shard;
  readonly #names: Names;

  constructor(account: DesktopAccount, shard: Shard, names: Names) {
    this.#account = account;
    this.#shard = shard;
    this.#names = names;
  }

  *read(): Generator<Extracted> {
    const { db } = this.#shard;
    for (const table of db.tables.keys()) {
      const base = TEXTS.exec(table)?.[1];
      if (base === undefined) continue;
      this.#account.run.signal.throwIfAborted();
      yield* guarded(table, () => this.#texts(table, `${base}_MetaData`));
    }
    yield* countedOut(db, REST);
  }

  *#texts(name: string, metaName: string): Generator<Extracted> {
    const { run, books } = this.#account;
    const { db } = this.#shard;
    const table = new StoreTable(db, name, ['c0content', 'c1entityId', 'docid'], KNOWN);
    const meta = new StoreTable(db, metaName, ['docid', 'entityId', 'msgId'], KNOWN);
    const side = new SideTable(meta, 'docid');
    const cell = (row: StoredRow, of: StoreTable, column: string): Stored | undefined => row[of.place(column)];
    yield* scan(run, table, (row, at, out) => {
      const beside = at.rowid === null ? null : side.one(at.rowid);
      const of = (column: string): Stored | undefined => (beside === null ? undefined : cell(beside.row, meta, column));
      const entity = of('entityId') ?? cell(row, table, 'c1entityId');
      const talker = typeof entity === 'number' || typeof entity === 'bigint' ? (this.#names.get(entity) ?? null) : null; // prettier-ignore
      const words = cell(row, table, 'c0content');
      const one = {
        key: `${this.#shard.name}.${name}:${String(at.rowid)}`,
        table,
        row,
        at,
        more: beside === null ? [] : [beside.at],
        words,
        column: 'c0content',
        talker,
        sender: null,
        time: null,
        type: 'unknown',
        typeStored: typeStored(of('type'), of('subType')),
        standing: talker === null ? null : this.#standing(talker, of('msgId'), of('sortSequence'), words),
        stored: { ...table.rest(row), ...besides(meta, beside), ...(talker === null && { c1entityId: cell(row, table, 'c1entityId') ?? null }) }, // prettier-ignore
      } as const;
      const reason = tellIndexed(one, books, this.#account.isWhole, out);
      if (reason !== undefined && beside !== null) side.leave(1, reason);
      out.push(...side.drain());
      return reason;
    });
    run.signal.throwIfAborted();
    yield* side.finish();
  }

  /** The message of this number in the conversation: numbers differ between databases, so that the place in the order or the words must agree. */
  #standing(
    talker: string,
    id: Stored | undefined,
    order: Stored | undefined,
    words: Stored | undefined,
  ): Standing | null {
    if (typeof id !== 'number') return null;
    for (const { db, name } of shardsOf(this.#account, 'messages'))
      for (const table of ['MSG', 'PublicMsg']) {
        if (!db.tables.has(table)) continue;
        const row = firstRow(db, messageOf(db, table), id);
        if (row === null || text(row[0]) !== talker) continue;
        const content = text(row[2]) ?? unpackBlock(row[3]).text;
        const isOrdered = order === undefined || order === null || row[4] === null || row[4] === order;
        if (!isOrdered && content !== words) continue;
        const type = integer(row[1]);
        const code = type === null ? null : Number(BigInt.asIntN(32, BigInt(type)));
        return { key: `${name}.${table}:${String(id)}`, code, content };
      }
    return null;
  }
}

function typeStored(type: Stored | undefined, below: Stored | undefined): string {
  return below === null || below === undefined || below === 0 ? String(type ?? '') : `${String(type ?? '')}/${String(below)}`; // prettier-ignore
}

function besides(meta: StoreTable, side: SideRow | null): Readonly<Record<string, Stored>> {
  return side === null ? {} : { ...renamed(meta.rest(side.row), `${meta.name}.`), [`${meta.name}.msgId`]: side.row[meta.place('msgId')] ?? null }; // prettier-ignore
}

function messageOf(db: EvidenceDb, table: string): string {
  const columns = ['StrTalker', 'Type', 'StrContent', 'CompressContent', 'Sequence'];
  return `SELECT ${columns.map((column) => (db.has(table, column) ? `t."${column}"` : 'NULL')).join(', ')} FROM "${table}" t WHERE t.rowid = ?`; // prettier-ignore
}
