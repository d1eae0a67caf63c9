import type { Attachment, Event, Extracted, RowLocator } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import type { Holds } from '../expected-cell.ts';
import { orphanEvent } from '../orphan-event.ts';
import { StoreTable } from '../scan-rows.ts';
import { SideTable } from '../side-table.ts';
import { integer, text } from '../stored-cells.ts';
import { readTime, timesOf } from '../stored-times.ts';
import type { Books } from '../wechat/books.ts';
import { contentKindOf } from '../wechat/codes-message.ts';
import { goneMessage, mediaRecovery } from '../wechat/gone-message.ts';
import { unreadContent } from '../wechat/message-content.ts';
import type { StoredPicture } from '../wechat/message-parts.ts';
import { renamed } from '../wechat/renamed.ts';
import type { MediaPlaces } from './media-places.ts';

/**
 * Newest first. Columns: the client’s own storage of that name, decompiled, and public code that quotes how the app makes the table; that its
 * predecessor has the same is inferred from the dossier of formats.
 */
const TABLES = ['WxFileIndex3', 'WxFileIndex2'] as const;
const KNOWN: ReadonlyMap<string, Holds> = new Map([
  ['msgId', 'whole-number'],
  ['username', 'text'],
  ['path', 'text'],
  ['msgtime', 'whole-number'],
]);

export function holdsFileIndex(tables: ReadonlyMap<string, readonly string[]>): boolean {
  return TABLES.some((name) => ['msgId', 'path'].every((column) => tables.get(name)?.includes(column)));
}

/** The app's index of files by message, one for each of its tables in a database. */
export function fileTables(db: EvidenceDb, name: string, books: Books, places: MediaPlaces): readonly FileTable[] {
  return TABLES.filter((table) => db.tables.has(table)).map((table) => new FileTable(db, table, name, books, places));
}

/** One table of the index, read in step with the messages. A row of a message that the store does not hold makes a recovered one. */
export class FileTable {
  readonly #books: Books;
  readonly #table: StoreTable;
  readonly #side: SideTable;
  readonly #name: string;
  readonly #media: MediaPlaces;
  readonly #waiting: Extracted[] = [];
  /** The message that the row before named. */
  #gone: { readonly id: string; readonly talker: string; readonly key: string } | null = null;

  constructor(db: EvidenceDb, table: string, name: string, books: Books, media: MediaPlaces) {
    this.#books = books;
    this.#name = name;
    this.#media = media;
    this.#table = new StoreTable(db, table, ['msgId', 'path'], KNOWN);
    this.#side = new SideTable(this.#table, 'msgId', (row) => this.#strand(row));
  }

  /** The files of a message by its row number; numbers must be asked in rising order. Rows of another conversation are not its. */
  take(rowid: number | bigint, talker: string | null): StoredPicture | null {
    const rows = this.#side.take(rowid).filter(({ row }) => {
      const username = this.#text(row, 'username');
      const isOwn = username === null || username === talker;
      if (!isOwn) this.#waiting.push(this.#strand(row));
      return isOwn;
    });
    const [first, ...more] = rows;
    if (first === undefined) return null;
    const places = rows.map(({ row }) => this.#text(row, 'path')).filter((path) => path !== null);
    const stored = rows.map(({ row }, index) => renamed({ ...this.#table.rest(row), path: this.#text(row, 'path') }, `${this.#table.name}${index === 0 ? '' : ` ${index + 1}`}.`)); // prettier-ignore
    return {
      at: first.at,
      more: more.map(({ at }) => at),
      candidates: places.filter((path) => !isPreviewPath(path)).flatMap((path) => this.#media.indexed(path)),
      previews: places.filter(isPreviewPath).flatMap((path) => this.#media.indexed(path)),
      stored: Object.assign({}, ...stored) as StoredPicture['stored'],
    };
  }

  *drain(): Generator<Extracted> {
    yield* this.#side.drain();
    yield* this.#waiting;
    this.#waiting.length = 0;
  }

  *finish(): Generator<Extracted> {
    for (const one of this.#side.finish()) {
      yield* this.#waiting;
      this.#waiting.length = 0;
      yield one;
    }
    yield* this.#waiting;
    this.#waiting.length = 0;
  }

  /** The file of a message that the store does not hold; the message itself with the first of its rows. */
  #strand(row: StoredRow): Attachment | Event {
    const at = this.#table.at(row);
    const id = integer(row[this.#table.place('msgId')]);
    const talker = this.#text(row, 'username');
    const time = readTime(row[this.#table.place('msgtime')], 'created', at, 'msgtime', this.#waiting);
    if (id === null || id === 0 || talker === null) {
      const event = orphanEvent(this.#table, row, { times: timesOf(time) });
      return { ...event, key: `${this.#name}.${event.key}` };
    }
    const type = integer(row[this.#table.place('msgType')]);
    const code = type === null ? null : Number(BigInt.asIntN(32, BigInt(type)));
    const recovery = mediaRecovery(true);
    if (this.#gone?.id !== String(id) || this.#gone.talker !== talker) {
      const key = `${this.#name}.${this.#table.name}:${String(id)} ${talker}`;
      this.#gone = { id: String(id), talker, key };
      this.#waiting.push(goneMessage({ key, at: [at], talker, sender: null, serverId: null, time, type: unreadContent(code, '').type, typeStored: String(type ?? ''), body: null, stored: this.#table.all(row) }, this.#books, recovery, this.#waiting)); // prettier-ignore
    }
    return this.#attachment(row, at, this.#gone.key, code);
  }

  #attachment(row: StoredRow, at: RowLocator, message: string, code: number | null): Attachment {
    const path = this.#text(row, 'path');
    const kind = code === null ? null : contentKindOf(code);
    const type = path !== null && isPreviewPath(path) ? 'thumbnail' : kind === 'image' || kind === 'video' || kind === 'voice' ? kind : 'other'; // prettier-ignore
    return {
      kind: 'attachment',
      key: `${this.#name}.${this.#table.name}:${String(at.rowid)}`,
      from: { at: [at], state: 'recovered', recovery: mediaRecovery(true) },
      stored: this.#table.rest(row),
      message,
      type,
      mediaType: null,
      name: null,
      caption: null,
      path,
      candidates: path === null ? [] : this.#media.indexed(path),
      sha256: null,
      sizeBytes: null,
      durationS: null,
      width: null,
      height: null,
      thumbnail: null,
      transcript: null,
    };
  }

  #text(row: StoredRow, column: string): string | null {
    return text(row[this.#table.place(column)]);
  }
}

/** Previews of pictures are called `th_…`. ppwwyyxx/wechat-dump@be3009f. */
function isPreviewPath(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1).startsWith('th_');
}
