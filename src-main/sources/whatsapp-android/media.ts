import type { Attachment, Extracted, Key, Stored, StoredColumns } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { bytes, count, hexOfBase64, text } from '../stored-cells.ts';
import { typeOfMedia } from './media-type.ts';
import type { MediaPaths } from './media-paths.ts';
import { orphanEvent } from '../orphan-event.ts';
import { scan } from '../scan-rows.ts';
import { Table } from './scan.ts';
import { SideTable } from '../side-table.ts';
import { messageKey } from './store.ts';
import type { Store } from './store.ts';

const COLUMNS = [
  'message_row_id',
  'chat_row_id',
  'file_path',
  'file_size',
  'file_length',
  'mime_type',
  'media_name',
  'media_caption',
  'file_hash',
  'media_duration',
  'width',
  'height',
  'raw_transcription_text',
] as const;
/** Large, and of no meaning outside the app's player and uploader. */
const LEFT = ['first_scan_sidecar', 'media_upload_handle'];

/** Attachments of the table `message_media`, with their previews; then previews without such a row. */
export function* readMedia(store: Store, paths: MediaPaths): Generator<Extracted> {
  const { db, run, messageTable } = store;
  const media = new Table(db, 'message_media', COLUMNS, LEFT);
  const thumbnails = new Table(db, 'message_thumbnail', ['message_row_id', 'thumbnail']);
  const previews = new SideTable(thumbnails, 'message_row_id', (row) => loosePreview(store, thumbnails, row));
  const place = Object.fromEntries(COLUMNS.map((name) => [name, media.place(name)])) as Record<
    (typeof COLUMNS)[number],
    number
  >;
  const [image, kind] = [thumbnails.place('thumbnail'), media.columns.length];
  const type = messageTable === 'message' ? 'm.message_type' : 'CAST(m.media_wa_type AS INTEGER)';
  const origin = db.has(messageTable, 'origin') ? 'm.origin' : 'NULL';
  const key = db.has('message_media', 'message_row_id') ? 't.message_row_id' : 't.rowid';
  yield* scan(
    run,
    media,
    (row, at, out) => {
      const id = row[place.message_row_id];
      if (typeof id !== 'number' && typeof id !== 'bigint') return 'row without message';
      if (row[kind + 2] === null) {
        out.push(orphanEvent(media, row, { body: text(row[place.media_caption]) }));
        return undefined;
      }
      const side = previews.one(id);
      if (previews.hasNews) out.push(...previews.drain());
      const path = text(row[place.file_path]);
      const mediaType = text(row[place.mime_type]);
      const attachment: Attachment = {
        kind: 'attachment',
        key: `media:${String(id)}`,
        from: { at: side === null ? [at] : [at, side.at], state: 'live' },
        stored: unread(media.rest(row), row, place),
        message: messageKey(id),
        type: typeOfMedia(count(row[kind]), mediaType, row[kind + 1]),
        mediaType,
        name: text(row[place.media_name]) ?? (path === null ? null : path.slice(path.lastIndexOf('/') + 1)),
        caption: text(row[place.media_caption]),
        path,
        candidates: paths.candidates(path),
        sha256: hexOfBase64(row[place.file_hash]),
        sizeBytes: positive(row[place.file_size]) ?? positive(row[place.file_length]),
        durationS: positive(row[place.media_duration]),
        width: positive(row[place.width]),
        height: positive(row[place.height]),
        thumbnail: side === null ? null : bytes(side.row[image]),
        transcript: text(row[place.raw_transcription_text]),
      };
      out.push(attachment);
      return undefined;
    },
    {
      tail: `LEFT JOIN ${messageTable} m ON m._id = ${key} ORDER BY ${key}`,
      more: [type, origin, 'm._id'],
    },
  );
  yield* previews.finish();
}

/** What the attachment's fields do not say: a length unlike the size, a hash that is none. */
function unread(
  rest: StoredColumns,
  row: StoredRow,
  place: Readonly<Record<'file_size' | 'file_length' | 'file_hash', number>>,
): StoredColumns {
  const [size, length, hash] = [row[place.file_size], row[place.file_length], row[place.file_hash]];
  const isOtherLength = length !== size && positive(size) !== null && positive(length) !== null;
  const isNoHash = hash !== null && hash !== undefined && hexOfBase64(hash) === null;
  if (!isOtherLength && !isNoHash) return rest;
  return {
    ...rest,
    ...(isOtherLength ? { file_length: length ?? null } : {}),
    ...(isNoHash ? { file_hash: hash } : {}),
  };
}

/** A preview whose message has no row in `message_media`: for example of a link, or of media that were removed. */
function loosePreview(store: Store, table: Table, row: StoredRow): Extracted {
  const id = row[table.place('message_row_id')];
  if (typeof id !== 'number' && typeof id !== 'bigint') return orphanEvent(table, row);
  let exists = false;
  for (const _ of store.db.arrays(`SELECT 1 FROM ${store.messageTable} WHERE _id = ?`, id)) exists = true;
  if (!exists) return orphanEvent(table, row);
  return preview(table, row, messageKey(id), bytes(row[table.place('thumbnail')]));
}

/** A preview image as an attachment of its own. */
export function preview(table: Table, row: StoredRow, message: Key, thumbnail: Uint8Array | null): Attachment {
  const at = table.at(row);
  return {
    kind: 'attachment',
    key: `${table.name}:${String(at.rowid)}`,
    from: { at: [at], state: 'live' },
    message,
    type: 'thumbnail',
    mediaType: null,
    name: null,
    caption: null,
    path: null,
    candidates: [],
    sha256: null,
    sizeBytes: null,
    durationS: null,
    width: null,
    height: null,
    thumbnail,
    transcript: null,
  };
}

export function positive(cell: Stored | undefined): number | null {
  const number = count(cell);
  return number !== null && number > 0 ? number : null;
}
