import type { Attachment, Extracted, SealedContent, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { attachmentTypeOf } from '../signal-file-kind.ts';
import { hexOfBase64 } from '../stored-cells.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { fileKeyOf } from './file-secret.ts';
import { live, type Reading } from './reading.ts';

/** Keys that open a file here or on the app's servers, which stay in the store. */
const KEPT_OUT = [
  'remote_key', 'cd', 'remote_iv', 'remote_digest', 'digest', 'remote_incremental_digest', 'incremental_mac_digest',
  'thumbnail_random', 'sticker_pack_key', 'encrypted_digest',
] as const; // prettier-ignore

/** Where a backup lists the content of attachments, each by the number of its row. */
const IN_BACKUP = 'attachments';

const COLUMNS = {
  _id: 'whole-number',
  message_id: 'whole-number',
  mid: 'whole-number',
  content_type: 'text',
  ct: 'text',
  data_file: 'text',
  _data: 'text',
  data_size: 'whole-number',
  data_random: 'anything',
  data_hash_end: 'text',
  file_name: 'text',
  caption: 'text',
  voice_note: 'flag',
  video_gif: 'flag',
  sticker_id: 'whole-number',
  quote: 'flag',
  width: 'whole-number',
  height: 'whole-number',
} as const;

/** `attachment`, before version 215 `part`: one attachment a row. Those that belong to no message (backgrounds, uploads) are counted. */
export function* readAttachments(reading: Reading): Generator<Extracted> {
  for (const name of ['attachment', 'part'] as const) {
    const table = new StoredTable(reading.db, name, COLUMNS, KEPT_OUT);
    yield* scanTable(reading.run, table, (row, at, out) => {
      const id = table.whole(row, name === 'attachment' ? 'message_id' : 'mid');
      if (id !== null && id < 0) return 'a file that belongs to no message';
      const message = reading.messageOf(reading.tableOf(true), id);
      const stored: Record<string, Stored> = { ...table.rest(row) };
      const key = `file:${name}:${String(at.rowid)}`;
      out.push({
        kind: 'attachment',
        key,
        from: live(at),
        message,
        ...contentOf(table, row, stored, reading),
        stored,
      });
      return undefined;
    });
  }
}

type Content = Omit<Attachment, 'kind' | 'key' | 'from' | 'message' | 'stored'>;

function contentOf(table: StoredTable, row: StoredRow, stored: Record<string, Stored>, reading: Reading): Content {
  const { isBackup } = reading;
  const text = (...columns: readonly string[]): string | null =>
    columns.reduce<string | null>((found, column) => found ?? table.text(row, column), null);
  const mediaType = text('content_type', 'ct');
  const path = text('data_file', '_data');
  const sticker = table.whole(row, 'sticker_id');
  const isQuote = table.flag(row, 'quote') === true;
  const kind = attachmentTypeOf({
    mediaType,
    isVoice: table.flag(row, 'voice_note') === true,
    isGif: table.flag(row, 'video_gif') === true,
    isSticker: sticker !== null && sticker >= 0,
  });
  if (sticker !== null && sticker >= 0) stored.sticker_id = sticker;
  if (isQuote) stored.quote = 1;
  for (const [column, is] of [
    ['voice_note', 'voice'],
    ['video_gif', 'gif'],
  ] as const)
    if (table.flag(row, column) === true && (isQuote || kind !== is)) stored[column] = 1;
  // On the device a file is encrypted, and the hash that the app keeps is of what it holds: where the secret of the device is at hand it is
  // deciphered. Out of a backup the content comes itself.
  const storedHash = table.cell(row, 'data_hash_end') ?? null;
  const hash = hexOfBase64(storedHash);
  const sizeBytes = table.whole(row, 'data_size');
  const sealed = isBackup || path === null ? null : sealedOf(table, row, reading, sizeBytes, hash);
  const isOfContent = isBackup || sealed !== null || (path === null && reading.modernKey !== null);
  if (storedHash !== null && !(isOfContent && hash !== null)) stored.data_hash_end = storedHash;
  return {
    type: isQuote ? 'thumbnail' : kind,
    mediaType,
    name: text('file_name'),
    caption: text('caption'),
    path,
    candidates: isBackup && path !== null ? [`${IN_BACKUP}/${String(table.cell(row, '_id'))}`] : candidatesOf(path),
    sha256: isOfContent ? hash : null,
    sizeBytes,
    durationS: null,
    width: positive(table.whole(row, 'width')),
    height: positive(table.whole(row, 'height')),
    thumbnail: null,
    transcript: null,
    ...(sealed !== null && { sealed }),
  };
}

/** Null without the secret of the device, and for a row of the time before files had keys of their own. */
function sealedOf(
  table: StoredTable,
  row: StoredRow,
  { modernKey }: Reading,
  sizeBytes: number | null,
  sha256: string | null,
): SealedContent | null {
  const random = table.cell(row, 'data_random');
  if (modernKey === null || !(random instanceof Uint8Array) || random.length === 0) return null;
  return { scheme: 'signal-android', key: fileKeyOf(modernKey, random), keyAt: `${table.name}.data_random`, sizeBytes, sha256 }; // prettier-ignore
}

/** Where the file lies in the app's folder. */
function candidatesOf(path: string | null): readonly string[] {
  const name = path === null ? null : (/[^/]+$/u.exec(path)?.[0] ?? null);
  const folder = path === null ? null : (/\/(app_[^/]+)\/[^/]+$/u.exec(path)?.[1] ?? null);
  return name === null ? [] : [folder === null ? name : `${folder}/${name}`];
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}
