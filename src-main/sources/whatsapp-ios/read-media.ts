import type {
  Attachment,
  Detail,
  Extracted,
  Key,
  Locator,
  Provenance,
  Stored,
  StoredColumns,
} from '../../model/index.ts';
import { readVcards } from '../../evidence/decode/vcard.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { bytesOf, integerOf, numberOf, textOf } from './cells.ts';
import { MEDIA_ORIGIN_RECORDED, MESSAGE_TYPES, TYPE } from './codes-message.ts';
import { readMetadata } from './metadata.ts';
import { oldMetadataOf } from './old-metadata.ts';
import { isQuote, parentOf, quoteOf } from './quotes.ts';
import type { Reading } from './reading.ts';
import { absorb, live, rowOf } from './reading.ts';
import { scanOf } from './table-scan.ts';

const COLUMNS = [
  'ZMESSAGE', 'ZMEDIALOCALPATH', 'ZFILESIZE', 'ZMOVIEDURATION', 'ZMEDIAORIGIN', 'ZLATITUDE', 'ZLONGITUDE', 'ZTITLE', 'ZVCARDNAME', 'ZVCARDSTRING',
  'ZXMPPTHUMBPATH', 'ZTHUMBNAILLOCALPATH', 'ZMEDIAURL', 'ZMETADATA', 'ZMEDIAKEY',
] as const; // prettier-ignore

/** Published: IPED ExtractorIOS.java. */
const VCARD_SEPARATOR = '_$!<VCard-Separator>!$_';
const NAME_SEPARATOR = '_$!<Name-Separator>!$_';

const HASH_LENGTH = 32;

/** Item rows that do not name their message, so that the messages' scan can say whose they are. */
export function noteUnnamedMedia(reading: Reading, db: EvidenceDb): void {
  if (!db.has('ZWAMEDIAITEM', 'ZMESSAGE')) return;
  try {
    for (const [pk] of db.arrays('SELECT Z_PK FROM ZWAMEDIAITEM WHERE ZMESSAGE IS NULL'))
      reading.mediaOwners.set(Number(pk), null);
  } catch (error) {
    absorb(reading, error, 'ZWAMEDIAITEM', 'items without a message were not looked for');
  }
}

/** `ZWAMEDIAITEM`: the attachment, place, cards and quoted copy that a message's item holds, each a record of its own. */
export function* readMedia(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const hasMessages = db.has('ZWAMESSAGE', 'Z_PK');
  const scan = scanOf(reading, db, 'ZWAMEDIAITEM', COLUMNS, {
    columns: hasMessages
      ? ['m.ZMESSAGETYPE', 'm.ZCHATSESSION', db.has('ZWAMESSAGE', 'ZPARENTMESSAGE') ? 'm.ZPARENTMESSAGE' : 'NULL']
      : ['NULL', 'NULL', 'NULL'],
    sql: hasMessages ? 'LEFT JOIN ZWAMESSAGE m ON m.Z_PK = t.ZMESSAGE' : '',
  });
  if (scan === null) return;
  for (const row of scan.rows()) {
    const [
      pkCell, messageCell, path, size, duration, origin, latitude, longitude, title, vcardName, vcardText, thumb, otherThumb, url, metadataCell, mediaKey, typeCell, session, parent,
    ] = row; // prettier-ignore
    const pk = Number(pkCell);
    const at = rowOf(db.file, scan.table, pk);
    const from = live(at);
    scan.used += 1;
    const messagePk = integerOf(messageCell) ?? reading.mediaOwners.get(pk) ?? null;
    const message: Key = `message:${messagePk ?? `of-media-${pk}`}`;
    const type = integerOf(typeCell);
    if (messagePk === null || type === null) {
      if (messagePk === null || integerOf(messageCell) !== null)
        reading.issue(
          'note',
          'orphan-row',
          from,
          'ZWAMEDIAITEM.ZMESSAGE',
          messageCell,
          'a media item whose message has no row',
        );
    }
    const metadataBytes = bytesOf(metadataCell);
    const metadata = metadataBytes === null ? null : readMetadata(metadataBytes);
    if (metadataBytes !== null && metadata === null) yield* oldMetadataOf(reading, metadataBytes, pk, message, from);
    const answered = parentOf(db, integerOf(session), integerOf(parent));
    const degrees = { latitude: numberOf(latitude), longitude: numberOf(longitude) };
    const place = type === TYPE.location ? placeOf(degrees) : null;
    const cards = type === TYPE.contact ? (textOf(vcardText) ?? '').split(VCARD_SEPARATOR) : [];
    const hasFile =
      type !== TYPE.contact &&
      place === null &&
      (textOf(path) !== null || textOf(vcardText) !== null || (integerOf(size) ?? 0) > 0);
    const thumbnails = [...thumbnailsOf()];
    const isNothingElse = place === null && !hasFile && !cards.some((card) => card !== '');
    // Columns that nothing below makes a field of are carried with the first record of the row.
    const loose = isNothingElse ? leftOf([]) : undefined;
    if (isQuote(metadata, answered))
      yield* quoteOf(reading, { key: `quote:${pk}`, message, from }, metadata, answered, loose);
    else if (loose !== undefined)
      yield detail(`item:${pk}`, message, from, { type: 'other', name: 'ZWAMEDIAITEM', values: loose });
    if (place !== null) {
      const stored = leftOf(['ZLATITUDE', 'ZLONGITUDE', 'ZTITLE', 'ZVCARDNAME', 'ZMEDIAURL']);
      yield detail(
        `place:${pk}`,
        message,
        from,
        {
          type: 'location',
          ...place,
          name: textOf(title),
          address: textOf(vcardName),
          url: textOf(url),
          liveS: null,
        },
        stored,
      );
    } else if (hasFile) yield attachmentOf();
    const names = (textOf(vcardName) ?? '').split(NAME_SEPARATOR);
    let left =
      isNothingElse || cards.length === 0
        ? undefined
        : leftOf(names.length > cards.length ? ['ZVCARDSTRING'] : ['ZVCARDNAME', 'ZVCARDSTRING']);
    for (const [index, vcard] of cards.entries()) {
      if (vcard === '') continue;
      yield detail(
        `card:${pk}:${index}`,
        message,
        from,
        {
          type: 'contact',
          name: names[index] ?? null,
          vcard,
          accounts: accountsOf(reading, vcard, at),
        },
        left,
      );
      left = undefined;
    }
    yield* thumbnails;
    if (metadata?.inviteName !== null && metadata !== null) {
      yield detail(`invite:${pk}`, message, from, {
        type: 'invite',
        group: null,
        name: metadata.inviteName,
        code: null,
        expires: null,
      });
    }
    const told = { ...metadata?.business?.values, ...(typeof metadata?.url === 'string' && { link: metadata.url }) };
    if (Object.keys(told).length > 0)
      yield detail(`payload:${pk}`, message, from, { type: 'other', name: 'ZMETADATA', values: told });
    if (scan.isWaiting) yield* scan.pending();

    /** What of the row is neither null, zero nor empty and not among these columns, which make fields; thumbnails do. */
    function leftOf(shown: readonly string[]): StoredColumns | undefined {
      const asked: Record<string, Stored | undefined> = {
        ZMEDIALOCALPATH: path, ZFILESIZE: size, ZMOVIEDURATION: duration, ZMEDIAORIGIN: origin, ZLATITUDE: latitude, ZLONGITUDE: longitude, ZTITLE: title,
        ZVCARDNAME: vcardName, ZVCARDSTRING: vcardText, ZMEDIAURL: url, ZMEDIAKEY: mediaKey,
        ZXMPPTHUMBPATH: isThumbnail(thumb) ? null : thumb, ZTHUMBNAILLOCALPATH: isThumbnail(otherThumb) ? null : otherThumb,
      }; // prettier-ignore
      for (const column of shown) asked[column] = null;
      for (const column in asked) if (asked[column] === 0 || asked[column] === '') asked[column] = null;
      return scan?.carriedOf(row, asked);
    }

    function attachmentOf(): Attachment {
      const kind = attachmentType(type, origin, textOf(vcardText));
      const isDocument = kind === 'document';
      const isFrame = kind === 'image' || kind === 'video' || kind === 'gif' || kind === 'sticker';
      const sizeBytes = positive(integerOf(size));
      const durationS = isDocument ? null : positive(numberOf(duration));
      const width = isFrame ? positive(degrees.latitude) : null;
      const height = isFrame ? positive(degrees.longitude) : null;
      const shown = ['ZMEDIALOCALPATH', 'ZTITLE', 'ZVCARDSTRING'];
      if (hashOf(vcardName) !== null) shown.push('ZVCARDNAME');
      if (sizeBytes !== null) shown.push('ZFILESIZE');
      if (durationS !== null) shown.push('ZMOVIEDURATION');
      if (width !== null) shown.push('ZLATITUDE');
      if (height !== null) shown.push('ZLONGITUDE');
      if (kind === 'voice') shown.push('ZMEDIAORIGIN');
      const stored = leftOf(shown);
      return {
        kind: 'attachment',
        key: `media:${pk}`,
        from,
        message,
        type: kind,
        mediaType: textOf(vcardText),
        name: isDocument ? textOf(title) : baseName(textOf(path)),
        caption: isDocument ? null : textOf(title),
        path: textOf(path),
        candidates: candidatesOf(textOf(path)),
        sha256: hashOf(vcardName),
        sizeBytes,
        durationS,
        width,
        height,
        thumbnail: null,
        transcript: null,
        ...(stored !== undefined && { stored }),
      };
    }

    function* thumbnailsOf(): Generator<Attachment> {
      for (const [column, cell] of [
        ['ZXMPPTHUMBPATH', thumb],
        ['ZTHUMBNAILLOCALPATH', otherThumb],
      ] as const) {
        const stored = textOf(cell);
        if (stored === null || !isThumbnail(cell)) continue;
        yield {
          kind: 'attachment', key: `thumbnail:${pk}:${column}`, from, message, type: 'thumbnail', mediaType: null, name: baseName(stored), caption: null, path: stored,
          candidates: candidatesOf(stored), sha256: null, sizeBytes: null, durationS: null, width: null, height: null, thumbnail: null, transcript: null,
        }; // prettier-ignore
      }
    }
  }
  yield* scan.end();
}

function detail(key: Key, message: Key, from: Provenance, content: Detail['content'], stored?: StoredColumns): Detail {
  return { kind: 'detail', key, from, message, content, ...(stored !== undefined && { stored }) };
}

function placeOf(degrees: { readonly latitude: number | null; readonly longitude: number | null }) {
  const { latitude, longitude } = degrees;
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

/** True for a path of a file; the columns of thumbnails hold other things too. */
function isThumbnail(cell: Stored | undefined): boolean {
  return /\.[A-Za-z0-9]{1,12}$/.test(textOf(cell) ?? '');
}

function attachmentType(code: number | null, origin: Stored | undefined, mediaType: string | null): Attachment['type'] {
  switch (code === null ? undefined : MESSAGE_TYPES.get(code)) {
    case 'image':
      return 'image';
    case 'video':
    case 'video-note':
      return 'video';
    case 'audio':
      return origin === MEDIA_ORIGIN_RECORDED ? 'voice' : 'audio';
    case 'voice':
      return 'voice';
    case 'gif':
      return 'gif';
    case 'sticker':
      return 'sticker';
    case 'document':
      return 'document';
    default:
      return byMediaType(mediaType);
  }
}

function byMediaType(mediaType: string | null): Attachment['type'] {
  const family = mediaType?.split('/')[0];
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'other';
}

/** The content's SHA-256 as the app stores it for media: 32 bytes in base64. */
function hashOf(cell: Stored | undefined): string | null {
  const text = textOf(cell);
  if (text?.length !== 44 || !/^[A-Za-z0-9+/]{43}=$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === HASH_LENGTH ? bytes.toString('hex') : null;
}

/** Places of a stored path below the store's root, best first. Stored paths begin `Media/` and lie below `Message/`. */
function candidatesOf(path: string | null): readonly string[] {
  if (path === null) return [];
  const clean = path.replace(/^\/+/, '');
  if (clean.split('/').includes('..')) return [];
  return [`Message/${clean}`, `Message/Media/${clean}`, clean, `Library/${clean}`, `Library/Media/${clean}`];
}

function baseName(path: string | null): string | null {
  return path === null ? null : path.slice(path.lastIndexOf('/') + 1);
}

function positive(value: number | null): number | null {
  return value === null || value <= 0 ? null : value;
}

/** The accounts that a card names by the identifier that the app itself adds to a number. */
function accountsOf(reading: Reading, vcard: string, at: Locator): readonly Key[] {
  const numbers = readVcards(vcard).flatMap((card) => card.phones.map((phone) => phone.waid));
  return numbers.filter((waid) => waid !== null).map((waid) => reading.accounts.see(`${waid}@s.whatsapp.net`, at));
}
