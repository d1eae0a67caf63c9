import type { Attachment, Extracted, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { orphanEvent } from '../orphan-event.ts';
import { attachmentTypeOf } from '../signal-file-kind.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { RENDERING } from './codes.ts';
import { lengthIn } from './lengths.ts';
import { live, messageKey, type Reading } from './reading.ts';

/** Keys that open a file on the app's servers, which stay in the store, and what the app keeps for drawing. */
const KEPT_OUT = ['encryptionKey', 'digest', 'mediaSize'] as const;

/** Where files lie below the folder that the apps share. Source: signalapp/Signal-iOS, `TSAttachmentStream` (`attachmentsFolder`). */
const FOLDER = 'Attachments';

const COLUMNS = {
  id: 'whole-number',
  uniqueId: 'text',
  albumMessageId: 'text',
  attachmentType: 'whole-number',
  byteCount: 'whole-number',
  caption: 'text',
  contentType: 'text',
  sourceFilename: 'text',
  cachedAudioDurationSeconds: 'anything',
  videoDuration: 'anything',
  cachedImageHeight: 'anything',
  cachedImageWidth: 'anything',
  localRelativeFilePath: 'text',
} as const;

/** `model_TSAttachment`, until 2024: one attachment a row, which lies in the clear. Its message names it, or it its message. */
export function* readAttachments(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'model_TSAttachment', COLUMNS, KEPT_OUT);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const uniqueId = table.text(row, 'uniqueId');
    const named = uniqueId === null ? undefined : reading.files.get(uniqueId);
    const album = table.text(row, 'albumMessageId');
    const message = named?.message ?? (album === null ? null : messageKey(album));
    if (message === null) {
      out.push(orphanEvent(table, row, { body: table.text(row, 'caption') }));
      return undefined;
    }
    const what = named?.what ?? 'attachment';
    const stored: Record<string, Stored> = { ...table.rest(row) };
    if (uniqueId !== null) stored.uniqueId ??= uniqueId;
    if (album !== null && messageKey(album) !== message) stored.albumMessageId ??= album;
    if (what !== 'attachment') stored.part = what;
    out.push({ kind: 'attachment', key: `file:${String(at.rowid)}`, from: live(at), message, ...contentOf(table, row, what, stored), stored }); // prettier-ignore
    return undefined;
  });
}

type Content = Omit<Attachment, 'kind' | 'key' | 'from' | 'message' | 'stored'>;

function contentOf(table: StoredTable, row: StoredRow, what: string, stored: Record<string, Stored>): Content {
  const mediaType = table.text(row, 'contentType');
  const flag = table.whole(row, 'attachmentType');
  const path = table.text(row, 'localRelativeFilePath');
  const isOwn = what === 'attachment' || what === 'sticker';
  const type = isOwn ? attachmentTypeOf({ mediaType, isVoice: flag === RENDERING.voice, isGif: flag === RENDERING.loop, isSticker: what === 'sticker' }) : 'thumbnail'; // prettier-ignore
  if (flag !== null && flag !== 0) stored.attachmentType = flag;
  const length = (column: string): number | null => lengthIn(table, row, column, column, stored);
  const [sound, video] = [length('cachedAudioDurationSeconds'), length('videoDuration')];
  return {
    type,
    mediaType,
    name: table.text(row, 'sourceFilename'),
    caption: table.text(row, 'caption'),
    path,
    candidates: path === null ? [] : [`${FOLDER}/${path.replace(/^\/+/u, '')}`],
    sha256: null,
    sizeBytes: table.whole(row, 'byteCount'),
    durationS: sound ?? video,
    width: length('cachedImageWidth'),
    height: length('cachedImageHeight'),
    thumbnail: null,
    transcript: null,
  };
}
