import type { Attachment, Extracted, Message, RowLocator, Stored, StoredColumns } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { bytes, carried, count, hexOfBase64, real, text } from '../stored-cells.ts';
import { nameOfVcard } from './details.ts';
import { parseJid } from './jid.ts';
import { positive } from './media.ts';
import type { MediaPaths } from './media-paths.ts';
import { typeOfMedia } from './media-type.ts';
import { CONTENT_COLUMNS } from './legacy-columns.ts';
import type { LegacyPlace } from './legacy-columns.ts';
import { storedPath } from './serialised-path.ts';
import type { Store } from './store.ts';

const MEDIA_CODES: ReadonlySet<number> = new Set([1, 2, 3, 9, 13, 20, 42, 43]);
const CONTACT_CODE = 4;
const PLACE_CODES: ReadonlySet<number> = new Set([5, 16]);
const MEDIA_FIELDS = ['media_url', 'media_mime_type', 'media_size', 'media_name', 'media_caption', 'media_hash', 'media_duration', 'thumb_image', 'raw_data'] as const; // prettier-ignore
const PLACE_FIELDS = ['latitude', 'longitude', 'media_name', 'media_url', 'media_duration'] as const;
const MENTIONS_LIMIT = 2000;

/** Media, places, contacts and mentions that a legacy row holds in its own columns. */
export function legacyParts(
  place: LegacyPlace,
  row: StoredRow,
  at: RowLocator,
  message: Message,
  paths: MediaPaths,
  isElsewhere: boolean,
  out: Extracted[],
): void {
  const code = message.type === 'system' ? null : count(row[place.media_wa_type]);
  if (code !== null && MEDIA_CODES.has(code) && !isElsewhere)
    out.push(attachment(place, row, at, message, code, paths));
  const from = { at: [at], state: 'live' } as const;
  const [latitude, longitude] = [real(row[place.latitude]), real(row[place.longitude])];
  if (code !== null && PLACE_CODES.has(code) && latitude !== null && longitude !== null) {
    const live = code === 16 ? positive(row[place.media_duration]) : null;
    const [name, address] = (text(row[place.media_name]) ?? '').split('\n', 2);
    out.push({
      kind: 'detail',
      key: `place:${message.key}`,
      from,
      message: message.key,
      content: {
        type: 'location',
        latitude,
        longitude,
        name: name === '' ? null : (name ?? null),
        address: address ?? null,
        url: text(row[place.media_url]),
        liveS: live,
      },
    });
  }
  const vcard = text(row[place.data]);
  if (code === CONTACT_CODE && vcard !== null)
    out.push({
      kind: 'detail',
      key: `card:${message.key}`,
      from,
      message: message.key,
      content: { type: 'contact', name: text(row[place.media_name]) ?? nameOfVcard(vcard), vcard, accounts: [] },
    });
  for (const [i, jid] of mentioned(row[place.mentioned_jids]).entries())
    out.push({
      kind: 'mention',
      key: `mention:${message.key}:${i}`,
      from,
      message: message.key,
      account: jid,
      name: null,
    });
}

/**
 * The content columns that no part of the message shows: all where the type says that there is none, or that it lies in
 * another table; else those that hold what the part cannot take.
 */
export function unreadContent(
  place: LegacyPlace,
  row: StoredRow,
  code: number | null,
  isElsewhere: boolean,
): StoredColumns {
  const shown = new Set<string>();
  if (code !== null && MEDIA_CODES.has(code) && !isElsewhere) for (const name of MEDIA_FIELDS) shown.add(name);
  if (code !== null && PLACE_CODES.has(code)) for (const name of PLACE_FIELDS) shown.add(name);
  if (code === CONTACT_CODE) shown.add('media_name');
  if (mentioned(row[place.mentioned_jids]).length > 0) shown.add('mentioned_jids');
  if (storedPath(row[place.thumb_image]) === null) shown.delete('thumb_image');
  if (hexOfBase64(row[place.media_hash]) === null) shown.delete('media_hash');
  if (bytes(row[place.raw_data]) === null) shown.delete('raw_data');
  if (real(row[place.latitude]) === null || real(row[place.longitude]) === null)
    for (const name of PLACE_FIELDS) shown.delete(name);
  return carried(
    row,
    Object.fromEntries(CONTENT_COLUMNS.map((name) => [place[name], name])),
    CONTENT_COLUMNS.filter((name) => !shown.has(name)).map((name) => place[name]),
  );
}

/** Messages whose media are in `message_media`, which has more to say of them; a store in transition has some. */
export function messagesWithMediaRow(store: Store): ReadonlySet<number | bigint> {
  const found = new Set<number | bigint>();
  if (!store.db.has('message_media', 'message_row_id') || !store.db.has('messages', '_id')) return found;
  const sql = 'SELECT x.message_row_id FROM message_media x JOIN messages m ON m._id = x.message_row_id';
  for (const [id] of store.db.arrays(sql)) if (typeof id === 'number' || typeof id === 'bigint') found.add(id);
  return found;
}

function attachment(
  place: LegacyPlace,
  row: StoredRow,
  at: RowLocator,
  message: Message,
  code: number,
  paths: MediaPaths,
): Attachment {
  const mediaType = text(row[place.media_mime_type]);
  const path = storedPath(row[place.thumb_image]);
  const url = text(row[place.media_url]);
  return {
    kind: 'attachment',
    key: `media:${message.key}`,
    from: { at: [at], state: 'live' },
    stored: url === null ? {} : { media_url: url },
    message: message.key,
    type: typeOfMedia(code, mediaType, row[place.origin]),
    mediaType,
    name: text(row[place.media_name]) ?? (path === null ? null : path.slice(path.lastIndexOf('/') + 1)),
    caption: text(row[place.media_caption]),
    path,
    candidates: paths.candidates(path),
    sha256: hexOfBase64(row[place.media_hash]),
    sizeBytes: positive(row[place.media_size]),
    durationS: positive(row[place.media_duration]),
    width: null,
    height: null,
    thumbnail: bytes(row[place.raw_data]),
    transcript: null,
  };
}

/** `mentioned_jids`: identifiers set apart by commas (KnugiHK). */
function mentioned(cell: Stored | undefined): readonly string[] {
  const stored = text(cell);
  if (stored === null) return [];
  return stored
    .split(',', MENTIONS_LIMIT)
    .flatMap((part) => (part.includes('@') ? [parseJid(part.trim()).account] : []));
}
