import type {
  Attachment,
  Detail,
  Extracted,
  Key,
  Locator,
  Provenance,
  Quote,
  Stored,
  Version,
} from '../../model/index.ts';
import type { PlistMap } from '../../evidence/decode/plist.ts';
import { PlistDamaged, readPlist } from '../../evidence/decode/plist.ts';
import { readVcards } from '../../evidence/decode/vcard.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { EvidenceUnreadable } from '../../sqlite/evidence-unreadable.ts';
import { bytesOf, integerOf, numberOf, textOf } from './cells.ts';
import { MEDIA_ORIGIN_RECORDED, MESSAGE_TYPES, TYPE } from './codes-message.ts';
import { isAccountJid } from './jid.ts';
import type { Metadata } from './metadata.ts';
import { isPropertyList, readMetadata } from './metadata.ts';
import type { Reading } from './reading.ts';
import { live, rowOf } from './reading.ts';
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
    if (!(error instanceof EvidenceUnreadable)) throw error;
    reading.issue(
      'warning',
      'table-unreadable',
      null,
      'ZWAMEDIAITEM',
      null,
      `items without a message were not looked for: ${error.detail}`,
    );
  }
}

/** `ZWAMEDIAITEM`: the attachment, place, cards and quoted copy that a message's item holds, each a record of its own. */
export function* readMedia(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const hasMessages = db.has('ZWAMESSAGE', 'Z_PK');
  const scan = scanOf(reading, db, 'ZWAMEDIAITEM', COLUMNS, {
    columns: hasMessages
      ? ['m.ZMESSAGETYPE', db.has('ZWAMESSAGE', 'ZPARENTMESSAGE') ? 'm.ZPARENTMESSAGE' : 'NULL']
      : ['NULL', 'NULL'],
    sql: hasMessages ? 'LEFT JOIN ZWAMESSAGE m ON m.Z_PK = t.ZMESSAGE' : '',
  });
  if (scan === null) return;
  for (const row of scan.rows()) {
    const [
      pkCell, messageCell, path, size, duration, origin, latitude, longitude, title, vcardName, vcardText, thumb, otherThumb, url, metadataCell, , typeCell, parent,
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
    if (metadata !== null) yield* quoteOf(reading, metadata, pk, message, integerOf(parent), from);
    const degrees = { latitude: numberOf(latitude), longitude: numberOf(longitude) };
    if (type === TYPE.location && degrees.latitude !== null && degrees.longitude !== null) {
      yield detail(`place:${pk}`, message, from, {
        type: 'location',
        latitude: degrees.latitude,
        longitude: degrees.longitude,
        name: textOf(title),
        address: textOf(vcardName),
        url: textOf(url),
        liveS: null,
      });
    } else if (type === TYPE.contact) {
      const names = (textOf(vcardName) ?? '').split(NAME_SEPARATOR);
      for (const [index, vcard] of (textOf(vcardText) ?? '').split(VCARD_SEPARATOR).entries()) {
        if (vcard === '') continue;
        yield detail(`card:${pk}:${index}`, message, from, {
          type: 'contact',
          name: names[index] ?? null,
          vcard,
          accounts: accountsOf(reading, vcard, at),
        });
      }
    } else if (textOf(path) !== null || textOf(vcardText) !== null || (integerOf(size) ?? 0) > 0) {
      yield attachmentOf();
    }
    yield* thumbnailsOf();
    if (metadata?.inviteName !== null && metadata !== null) {
      yield detail(`invite:${pk}`, message, from, {
        type: 'invite',
        group: null,
        name: metadata.inviteName,
        code: null,
        expires: null,
      });
    }
    yield* scan.pending();

    function attachmentOf(): Attachment {
      const kind = attachmentType(type, origin, textOf(vcardText));
      const isDocument = kind === 'document';
      const isFrame = kind === 'image' || kind === 'video' || kind === 'gif' || kind === 'sticker';
      const stored = scan?.carriedOf(row, {
        ZMEDIAURL: url,
        ZMEDIAKEY: row[15],
        ZVCARDNAME: hashOf(vcardName) === null ? vcardName : null,
      });
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
        sizeBytes: positive(integerOf(size)),
        durationS: isDocument ? null : positive(numberOf(duration)),
        width: isFrame ? positive(degrees.latitude) : null,
        height: isFrame ? positive(degrees.longitude) : null,
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
        if (stored === null || !/\.[A-Za-z0-9]{1,12}$/.test(stored)) continue;
        yield {
          kind: 'attachment', key: `thumbnail:${pk}:${column}`, from, message, type: 'thumbnail', mediaType: null, name: baseName(stored), caption: null, path: stored,
          candidates: candidatesOf(stored), sha256: null, sizeBytes: null, durationS: null, width: null, height: null, thumbnail: null, transcript: null,
        }; // prettier-ignore
      }
    }
  }
  yield* scan.end();
}

/** Databases of 2017 hold a property list here; its plain values are carried under their own names. */
function* oldMetadataOf(
  reading: Reading,
  bytes: Uint8Array,
  pk: number,
  message: Key,
  from: Provenance,
): Generator<Extracted> {
  try {
    if (!isPropertyList(bytes)) throw new PlistDamaged('neither a protocol-buffer message nor a property list');
    const value = readPlist(bytes);
    const values: Record<string, Stored> = {};
    for (const [key, entry] of value instanceof Map ? (value as PlistMap) : []) {
      if (
        typeof entry === 'string' ||
        typeof entry === 'number' ||
        typeof entry === 'bigint' ||
        entry instanceof Uint8Array
      )
        values[key] = entry;
    }
    yield detail(`metadata:${pk}`, message, from, { type: 'other', name: 'ZMETADATA', values });
  } catch (error) {
    if (!(error instanceof PlistDamaged)) throw error;
    reading.issue('warning', 'undecodable-payload', from, 'ZWAMEDIAITEM.ZMETADATA', bytes, error.message);
  }
}

function* quoteOf(
  reading: Reading,
  metadata: Metadata,
  pk: number,
  message: Key,
  parent: number | null,
  from: Provenance,
): Generator<Extracted> {
  if (metadata.quotedId === null && parent === null) return;
  const sender = metadata.quotedSender;
  const quote: Quote = {
    kind: 'quote',
    key: `quote:${pk}`,
    from,
    message,
    target: { key: parent === null ? null : `message:${parent}`, serverId: metadata.quotedId },
    sender: sender !== null && isAccountJid(sender) ? reading.accounts.see(sender, from.at[0]) : null,
    time: null,
    type: metadata.quoted?.type ?? 'unknown',
    body: metadata.quoted?.body ?? null,
    ...(metadata.quotedChat !== null && { stored: { 'ZMETADATA 7 (quoted conversation)': metadata.quotedChat } }),
  };
  yield* reading.accounts.drain();
  yield quote;
  const revoked = metadata.quotedId === null ? undefined : reading.revoked.get(metadata.quotedId);
  if (revoked === undefined || quote.body === null) return;
  const version: Version = {
    kind: 'version',
    key: `quoted-text:${pk}`,
    from: {
      at: from.at,
      state: 'recovered',
      recovery: {
        method: 'quoted-copy',
        confidence: 'high',
        otherwise:
          'The copy was made by the app of whoever replied; the original may have differed if it had been edited before.',
      },
    },
    message: revoked,
    role: 'deleted-text',
    body: quote.body,
    time: null,
    verbatim: true,
  };
  yield version;
}

function detail(key: Key, message: Key, from: Provenance, content: Detail['content']): Detail {
  return { kind: 'detail', key, from, message, content };
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
