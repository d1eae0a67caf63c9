import type { Event, Extracted, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { BARE_EVENT } from '../bare-event.ts';
import type { Holds } from '../expected-cell.ts';
import type { Run } from '../parser.ts';
import { quoted, scan, StoreTable } from '../scan-rows.ts';
import { readErrorOf } from '../stored-table.ts';
import { storeIssue } from '../store-issues.ts';
import { text } from '../stored-cells.ts';
import { readTime, timesOf, unitOf } from '../stored-times.ts';
import { countedOut } from '../wechat/counted-out.ts';
import { firstRow } from '../wechat/first-row.ts';
import { isUnnamed } from '../wechat/identifier.ts';
import type { StoredPicture } from '../wechat/message-parts.ts';
import { renamed } from '../wechat/renamed.ts';
import { keyOfHash, RowsByKey } from '../wechat/rows-by-key.ts';
import { openedFirst, type Pictures } from './media-places.ts';
import { shardsOf, type DesktopAccount, type Shard } from './account.ts';
import { hardlinkPath, hardlinkTable, hashInName, type FileKind, type HardlinkTable } from './hardlink-tables.ts';

const REST = [[/^(?:file|video|talker)_checkpoint_v\d+$|^db_info$/u, 'how far an index of files was made']] as const;

/** Rows that are looked at for one file: one has a few, and a crafted index a million. What is not looked at is told as listed. */
export const MOST_FOR_ONE = 64;

interface Listing {
  readonly shard: Shard;
  readonly of: HardlinkTable;
  readonly table: StoreTable;
  readonly folders: ReadonlyMap<number | bigint, string>;
  /** Rows whose file a message names. */
  readonly used: Set<number | bigint>;
}

/** The account's own index of files: which file belongs to the MD5 that a message names. */
export class Hardlinks {
  readonly #rows = new RowsByKey();
  readonly #listings: Listing[] = [];

  /** Reads which rows there are; what they say is read when it is asked for. */
  *open(account: DesktopAccount): Generator<Extracted> {
    for (const shard of shardsOf(account, 'files')) {
      const folders = new Map<string, ReadonlyMap<number | bigint, string>>();
      for (const name of shard.db.tables.keys()) {
        const of = hardlinkTable(name, shard.db.tables);
        if (of === null) continue;
        let named = folders.get(of.folders.table);
        if (named === undefined) {
          const own = new Map<number | bigint, string>();
          folders.set(of.folders.table, (named = own));
          yield* readFolders(account.run, shard, of, own);
        }
        const table = new StoreTable(shard.db, name, Object.values(of.columns), new Map<string, Holds>());
        yield* this.#list({ shard, of, table, folders: named, used: new Set() }, account.run);
      }
      yield* countedOut(shard.db, REST);
    }
  }

  *#list(listing: Listing, run: Run): Generator<Extracted> {
    const { of, table, shard } = listing;
    const tag = this.#listings.push(listing) - 1;
    const columns = ['t.rowid', ...[of.columns.md5, of.columns.name].map((column) => shard.db.has(table.name, column) ? `t.${quoted(column)}` : 'NULL')]; // prettier-ignore
    let isFull = false;
    try {
      for (const [row, md5, name] of shard.db.arrays(
        `SELECT ${columns.join(', ')} FROM ${quoted(table.name)} t ORDER BY t.rowid`,
      )) {
        // prettier-ignore
        if (run.signal.aborted || isFull || (typeof row !== 'number' && typeof row !== 'bigint')) break;
        const hashes = new Set([md5Of(md5), hashInName(text(name))].filter((one) => one !== null));
        for (const hash of hashes) isFull ||= !this.#rows.add(keyOfHash(hash), row, tag);
      }
    } catch (error) {
      // What could not be read is said when the rows are read again.
      readErrorOf(error);
    }
    if (isFull) yield storeIssue('warning', 'unresolved-reference', table.name, 'The index of files has more rows than are looked into; messages may not find the file that a later row names.'); // prettier-ignore
  }

  /** The file of a message by the MD5s that it names. */
  take(kind: FileKind, hashes: readonly (string | null)[], { images, opened }: Pictures): StoredPicture | null {
    for (const hash of hashes) {
      if (hash === null || !/^[0-9a-f]{32}$/iu.test(hash)) continue;
      const found: { readonly listing: Listing; readonly row: StoredRow; readonly path: string }[] = [];
      let looked = 0;
      for (const { row: rowid, tag } of this.#rows.rowsOf(keyOfHash(hash))) {
        looked += 1;
        if (looked > MOST_FOR_ONE) break;
        const listing = this.#listings[tag];
        if (listing?.of.kind !== kind) continue;
        const row = firstRow(listing.shard.db, listing.table.select('WHERE t.rowid = ?'), rowid);
        if (row === null || !namesHash(listing, row, hash.toLowerCase())) continue;
        const path = pathOf(listing, row);
        listing.used.add(row[0] as number | bigint);
        if (path !== null) found.push({ listing, row, path });
      }
      const [first] = found;
      if (first === undefined) continue;
      const paths = found.flatMap(({ path }) => (kind === 'image' ? besidePicture(path) : [path]));
      return {
        at: first.listing.table.at(first.row),
        candidates:
          kind === 'image'
            ? openedFirst(
                paths.filter((path) => !isPreview(path)),
                opened,
              )
            : paths,
        previews: kind === 'image' ? openedFirst(paths.filter(isPreview), opened) : [],
        stored: { ...renamed(storedOf(first.listing, first.row), `${first.listing.table.name}.`), 'path-of-the-index': first.path }, // prettier-ignore
        ...(kind === 'image' && { sealed: images }),
      };
    }
    return null;
  }

  /** What no message took: each shows that the app listed such a file. */
  *rest(account: DesktopAccount): Generator<Extracted> {
    for (const listing of this.#listings) {
      const { table, used } = listing;
      account.run.signal.throwIfAborted();
      yield* scan(account.run, table, (row, _at, out) => {
        if (used.has(row[0] as number | bigint)) return undefined;
        out.push(unnamed(account, listing, row, out));
        return undefined;
      });
    }
  }
}

function unnamed({ books, hashes }: DesktopAccount, listing: Listing, row: StoredRow, out: Extracted[]): Event {
  const { of, table, shard } = listing;
  const at = table.at(row);
  const changed = row[table.place(of.columns.changed)];
  const folder = folderOf(listing, row, of.columns.dir1);
  const talker = of.kind === 'image' && folder !== null ? hashes.talkerOf(`Msg_${folder}`) : null;
  const path = pathOf(listing, row);
  return {
    kind: 'event',
    key: `file:${shard.name}.${table.name}:${String(at.rowid)}`,
    from: { at: [at], state: 'live' },
    type: 'unknown',
    ...BARE_EVENT,
    conversation: talker === null || isUnnamed(talker) ? null : books.conversations.refer(talker, at, books.accounts, out), // prettier-ignore
    times: timesOf(readTime(changed, 'changed', at, of.columns.changed, out, unitOf(changed))),
    body: null,
    stored: { 'table of the app': table.name, ...storedOf(listing, row), ...(path !== null && { 'path-of-the-index': path }) }, // prettier-ignore
  };
}

/** The row as it is, and the folders that its numbers stand for. */
function storedOf(listing: Listing, row: StoredRow): Readonly<Record<string, Stored>> {
  return listing.table.all(row);
}

function* readFolders(
  run: Run,
  { db }: Shard,
  { folders }: HardlinkTable,
  into: Map<number | bigint, string>,
): Generator<Extracted> {
  const table = new StoreTable(db, folders.table, [folders.name, ...(folders.number === null ? [] : [folders.number])], new Map()); // prettier-ignore
  const [name, number] = [table.place(folders.name), folders.number === null ? 0 : table.place(folders.number)];
  yield* scan(run, table, (row) => {
    const [id, folder] = [row[number], text(row[name])];
    if (folder !== null && (typeof id === 'number' || typeof id === 'bigint')) into.set(id, folder);
    return 'name of a folder in an index of files';
  });
}

function folderOf({ table, folders }: Listing, row: StoredRow, column: string): string | null {
  const number = row[table.place(column)];
  return typeof number === 'number' || typeof number === 'bigint' ? (folders.get(number) ?? null) : null;
}

function pathOf(listing: Listing, row: StoredRow): string | null {
  const { of, table } = listing;
  const [dir1, dir2] = [of.columns.dir1, of.columns.dir2].map((column) => folderOf(listing, row, column));
  return hardlinkPath(of, dir1 ?? null, dir2 ?? null, text(row[table.place(of.columns.name)]));
}

function namesHash({ of, table }: Listing, row: StoredRow, hash: string): boolean {
  return md5Of(row[table.place(of.columns.md5)]) === hash || hashInName(text(row[table.place(of.columns.name)])) === hash; // prettier-ignore
}

function md5Of(cell: Stored | undefined): string | null {
  if (cell instanceof Uint8Array && cell.length === 16) return Buffer.from(cell).toString('hex');
  const digits = text(cell);
  return digits !== null && /^[0-9a-f]{32}$/iu.test(digits) ? digits.toLowerCase() : null;
}

/** Pictures lie in up to three sizes beside each other: `_h`, the usual one, `_t` the preview. */
function besidePicture(path: string): readonly string[] {
  const base = /^(.*?)(?:_[ht])?\.dat$/u.exec(path)?.[1];
  return base === undefined ? [path] : [...new Set([path, `${base}_h.dat`, `${base}.dat`, `${base}_t.dat`])];
}

function isPreview(path: string): boolean {
  return path.endsWith('_t.dat');
}
