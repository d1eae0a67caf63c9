import type { Event, Extracted, RowLocator } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { scan } from '../scan-rows.ts';
import { text } from '../stored-cells.ts';
import type { StoredPicture } from '../wechat/message-parts.ts';
import { renamed } from '../wechat/renamed.ts';
import { isFileName } from '../wechat/row-media.ts';
import type { DesktopAccount, Shard } from './account.ts';
import { hashNamed } from './hash-named.ts';
import { DesktopTable } from './tables.ts';

interface Held {
  readonly table: DesktopTable;
  readonly row: StoredRow;
  readonly at: RowLocator;
  readonly shard: string;
}

/** Types of messages whose content names a file by its MD5: pictures, films, messages of apps. */
const WITH_FILES: ReadonlySet<number> = new Set([3, 43, 49, 62]);

/**
 * The list of files of version 3 of macOS: `HlinkMediaRecord` gives an MD5 the number of a file, `HlinkMediaDetail` a number its path below
 * `Message/MessageTemp`. sjzar/chatlog@a638aa9, internal/wechatdb/datasource/darwinv3/datasource.go and internal/model/media_darwinv3.go.
 */
export class FileLinks {
  readonly #numbers = new Map<string, { readonly number: string; readonly held: Held }>();
  readonly #files = new Map<string, Held>();
  readonly #free = new Set<Held>();

  *read({ run }: DesktopAccount, { db, name }: Shard): Generator<Extracted> {
    for (const table of ['HlinkMediaRecord', 'HlinkMediaDetail'].map((one) => new DesktopTable(db, one, []))) {
      const [md5, number] = ['mediaMd5', 'inodeNumber'].map((column) => table.place(column));
      yield* scan(run, table, (row, at) => {
        const held: Held = { table, row, at, shard: name };
        const [hash, file] = [text(row[md5 ?? -1])?.toLowerCase() ?? null, numberOf(row[number ?? -1])];
        if (table.name === 'HlinkMediaDetail') {
          if (file !== null && !this.#files.has(file)) this.#files.set(file, held);
        } else if (hash !== null && file !== null && !this.#numbers.has(hash)) this.#numbers.set(hash, { number: file, held }); // prettier-ignore
        this.#free.add(held);
        return undefined;
      });
    }
  }

  /** The file that a message names by its MD5; null where the list has none. */
  take(code: number | null, content: string | null): StoredPicture | null {
    if (this.#numbers.size === 0 || code === null || content === null || !WITH_FILES.has(code)) return null;
    const record = this.#numbers.get(hashNamed(content) ?? '');
    const file = record === undefined ? undefined : this.#files.get(record.number);
    if (record === undefined || file === undefined) return null;
    for (const held of [record.held, file]) this.#free.delete(held);
    const { table, row, at } = file;
    const parts = ['relativePath', 'fileName'].flatMap((column) => text(row[table.place(column)])?.split('/') ?? []);
    const inside = parts.filter((part) => part !== '');
    const candidates = inside.length > 1 && inside.every(isFileName) ? [`Message/MessageTemp/${inside.join('/')}`] : [];
    return { at, candidates, previews: [], stored: { ...renamed(record.held.table.all(record.held.row), 'HlinkMediaRecord.'), ...renamed(table.all(row), 'HlinkMediaDetail.') } }; // prettier-ignore
  }

  /** Rows that no message takes: each names a file that the app listed. */
  *rest(): Generator<Event> {
    for (const { table, row, at, shard } of this.#free)
      yield {
        kind: 'event',
        key: `${shard}.${table.name}:${String(at.rowid)}`,
        from: { at: [at], state: 'live' },
        type: 'unknown',
        ...BARE_EVENT,
        body: null,
        stored: { 'table of the app': table.name, ...table.all(row) },
      };
  }
}

function numberOf(cell: StoredRow[number] | undefined): string | null {
  return typeof cell === 'bigint' || (typeof cell === 'number' && Number.isInteger(cell)) ? String(cell) : null;
}
