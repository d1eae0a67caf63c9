import type { Extracted, Key, Locator, Message, MessageType, Provenance, Stored } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import { bytesOf, integerOf, isUndecodable, numberOf, textOf } from './cells.ts';
import {
  FLAGS_FORWARDED,
  MEDIA_ORIGIN_RECORDED,
  MESSAGE_TYPES,
  OUTGOING_STATUS,
  VIEW_ONCE_TYPES,
} from './codes-message.ts';
import { isAccountJid } from './jid.ts';
import type { Metadata } from './metadata.ts';
import { readMetadata } from './metadata.ts';
import { Orphans } from './orphan-sessions.ts';
import { parentOf, quoteOf } from './quotes.ts';
import type { Reading, Session } from './reading.ts';
import { rowOf } from './reading.ts';
import { systemLineOf } from './system-line.ts';
import type { TableScan } from './table-scan.ts';
import { scanOf } from './table-scan.ts';

const COLUMNS = [
  'ZCHATSESSION', 'ZISFROMME', 'ZMESSAGETYPE', 'ZGROUPEVENTTYPE', 'ZGROUPMEMBER', 'ZFROMJID', 'ZTOJID', 'ZMESSAGEDATE', 'ZSENTDATE', 'ZTEXT', 'ZSTANZAID',
  'ZSORT', 'ZMESSAGESTATUS', 'ZSTARRED', 'ZFLAGS', 'ZMEDIAITEM',
  'ZPARENTMESSAGE',
] as const; // prettier-ignore

/** `ZWAMESSAGE`: one message a row, in the order of its key, with what its media item says of forwarding and timers. */
export function* readMessages(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const hasMedia = db.has('ZWAMEDIAITEM', 'Z_PK') && db.has('ZWAMESSAGE', 'ZMEDIAITEM');
  const media = (column: string): string => (hasMedia && db.has('ZWAMEDIAITEM', column) ? `i."${column}"` : 'NULL');
  const scan = scanOf(reading, db, 'ZWAMESSAGE', COLUMNS, {
    columns: [media('Z_PK'), media('ZMESSAGE'), media('ZMETADATA'), media('ZMEDIAORIGIN'), media('ZTITLE')],
    sql: hasMedia ? 'LEFT JOIN ZWAMEDIAITEM i ON i.Z_PK = t.ZMEDIAITEM' : '',
  });
  if (scan === null) return;
  const orphans = new Orphans(reading);
  const newest = new Map<number, number>();
  for (const row of scan.rows()) {
    const message = messageOf(reading, scan, row, orphans);
    scan.used += 1;
    const session = integerOf(row[PLACE.session]);
    const date = numberOf(row[PLACE.date]);
    if (session !== null && date !== null && date > (newest.get(session) ?? -Infinity)) newest.set(session, date);
    if (scan.isWaiting) {
      yield* orphans.drain();
      yield* scan.pending();
    }
    yield message;
    if (row[PLACE.mediaItem] === null && row[PLACE.parent] !== null) {
      const parent = parentOf(db, session, integerOf(row[PLACE.parent]));
      yield* quoteOf(reading, { key: `answer:${message.key}`, message: message.key, from: message.from }, null, parent);
    }
  }
  if (scan.isWhole) reading.newest = newest;
  yield* scan.end();
}

/** Places of columns in a row of the scan, behind its key. */
const PLACE = {
  session: 1 + COLUMNS.indexOf('ZCHATSESSION'),
  date: 1 + COLUMNS.indexOf('ZMESSAGEDATE'),
  mediaItem: 1 + COLUMNS.indexOf('ZMEDIAITEM'),
  parent: 1 + COLUMNS.indexOf('ZPARENTMESSAGE'),
} as const;

function messageOf(reading: Reading, scan: TableScan, row: StoredRow, orphans: Orphans): Message {
  const [
    pkCell, sessionCell, fromMe, typeCell, eventCell, member, fromJid, toJid, date, sent, text, stanza,
    sort, status, starred, flags, mediaItem, parent, mediaPk, mediaOwner, metadataCell, origin, title,
  ] = row; // prettier-ignore
  const pk = Number(pkCell);
  const at = rowOf(scan.db.file, scan.table, pk);
  const metadataBytes = bytesOf(metadataCell);
  const metadata = metadataBytes === null ? null : readMetadata(metadataBytes);
  const typeCode = integerOf(typeCell);
  const type = typeOf(typeCode, origin);
  const from: Provenance = {
    at: metadata !== null || type === 'voice' ? [at, rowOf(scan.db.file, 'ZWAMEDIAITEM', Number(mediaPk))] : [at],
    state: type === 'revoked' ? 'marked-deleted' : 'live',
  };
  if (type === 'unknown')
    reading.issue(
      'warning',
      'unknown-code',
      from,
      'ZWAMESSAGE.ZMESSAGETYPE',
      typeCell,
      'a type of message that this parser does not know',
    );
  const direction = fromMe === 1 ? 'outgoing' : fromMe === 0 ? 'incoming' : 'unknown';
  const session =
    reading.sessions.get(integerOf(sessionCell) ?? -1) ??
    orphans.session(sessionCell, textOf(fromJid), textOf(toJid), direction, from, at);
  const sender = senderOf(reading, session, direction, integerOf(member), textOf(fromJid), at, from);
  const system =
    typeCode === null
      ? null
      : systemLineOf(reading, { type: typeCode, event: integerOf(eventCell), text: textOf(text), actor: sender, at });
  if (system?.known === false)
    reading.issue(
      'warning',
      'unknown-code',
      from,
      'ZWAMESSAGE.ZGROUPEVENTTYPE',
      eventCell,
      `an event of message type ${typeCode ?? 'null'} that this parser does not know`,
    );
  if (isUndecodable(text))
    reading.issue(
      'warning',
      'undecodable-text',
      from,
      'ZWAMESSAGE.ZTEXT',
      text,
      'bytes that are not UTF-8; replacement characters stand for them',
    );
  const key: Key = `message:${pk}`;
  const serverId = textOf(stanza);
  if (type === 'revoked' && serverId !== null) reading.revoked.set(serverId, key);
  const item = integerOf(mediaItem);
  if (item !== null && reading.mediaOwners.has(item)) reading.mediaOwners.set(item, pk);
  // A message taken back may hold an identifier where its words were. Whose it is, is not known, so it names nobody.
  const words = textOf(text);
  const isMark = type === 'revoked' && words !== null && isAccountJid(words);
  const body =
    system !== null || isMark
      ? null
      : (words ?? captionOf(type, title) ?? (type === 'business' ? (metadata?.business?.text ?? null) : null));
  const stored = scan.carriedOf(row, {
    ZTEXT: isMark || (system !== null && words !== null) ? text : null,
    ZFLAGS: flags === 0 ? null : flags,
    ZMESSAGESTATUS: direction === 'outgoing' && OUTGOING_STATUS.has(integerOf(status) ?? -1) ? null : status,
    ZTOJID: toJid,
    ZPARENTMESSAGE: parent,
    ZFROMJID: fromJid === session.jid || textOf(fromJid) === sender ? null : fromJid,
    ZGROUPMEMBER: direction === 'outgoing' || integerOf(member) === null ? member : null,
    ZGROUPEVENTTYPE: system === null && eventCell !== 0 ? eventCell : null,
    ZMEDIAITEM: mediaPk === null || (mediaOwner !== null && mediaOwner !== pk) ? mediaItem : null,
    'ZMETADATA 21 (forward origin)': metadata?.forwardOrigin,
    'ZMETADATA 87.1.3 (call seconds)': metadata?.callS,
  });
  return {
    kind: 'message',
    key,
    from,
    conversation: session.key,
    sender: system === null ? sender : system.line.actor,
    direction,
    serverId,
    times: timesOf(reading, direction, date, sent, from),
    order: numberOf(sort),
    type,
    typeStored: String(typeCell),
    body,
    status: statusOf(direction, system !== null, integerOf(status)),
    forwarded: forwardedOf(metadata, integerOf(flags)),
    edited: null,
    deleted: type === 'revoked' ? { by: null, time: null, originalServerId: null } : null,
    viewOnce: VIEW_ONCE_TYPES.has(typeCode ?? -1),
    starred: starred === 1,
    expires:
      metadata?.expiresS === null || metadata?.expiresS === undefined || metadata.expiresS === 0
        ? null
        : { durationS: metadata.expiresS, at: null },
    system: system?.line ?? null,
    ...(stored !== undefined && { stored }),
  };
}

function typeOf(code: number | null, origin: Stored | undefined): MessageType {
  const type = code === null ? 'unknown' : (MESSAGE_TYPES.get(code) ?? 'unknown');
  return type === 'audio' && origin === MEDIA_ORIGIN_RECORDED ? 'voice' : type;
}

/** Captions lie in the media item; for documents, contacts and places the same column holds a name instead. */
const CAPTIONED: ReadonlySet<MessageType> = new Set(['image', 'video', 'gif', 'video-note']);

function captionOf(type: MessageType, title: Stored | undefined): string | null {
  return CAPTIONED.has(type) ? textOf(title) : null;
}

function timesOf(
  reading: Reading,
  direction: Message['direction'],
  date: Stored | undefined,
  sent: Stored | undefined,
  from: Provenance,
): Message['times'] {
  const shown = reading.time(date, 'sent', from, 'ZWAMESSAGE.ZMESSAGEDATE');
  const second = reading.time(sent, direction === 'incoming' ? 'received' : 'server', from, 'ZWAMESSAGE.ZSENTDATE');
  if (shown === null) return second === null ? [] : [second];
  return second === null ? [shown] : [shown, second];
}

function senderOf(
  reading: Reading,
  session: Session,
  direction: Message['direction'],
  member: number | null,
  fromJid: string | null,
  at: Locator,
  from: Provenance,
): Key | null {
  if (direction === 'outgoing') return reading.owner === null ? null : reading.accounts.see(reading.owner, at);
  if (member !== null) {
    const jid = reading.members.get(member);
    if (jid !== undefined) return reading.accounts.see(jid, at);
    reading.issue(
      'warning',
      'unresolved-reference',
      from,
      'ZWAMESSAGE.ZGROUPMEMBER',
      member,
      'a group member without a row',
    );
  }
  if (fromJid !== null && isAccountJid(fromJid)) return reading.accounts.see(fromJid, at);
  if (fromJid === null && direction === 'incoming' && isAccountJid(session.jid))
    return reading.accounts.see(session.jid, at);
  return null;
}

function statusOf(direction: Message['direction'], system: boolean, stored: number | null): Message['status'] {
  if (system || stored === null) return null;
  return direction === 'outgoing'
    ? (OUTGOING_STATUS.get(stored) ?? null)
    : direction === 'incoming'
      ? 'received'
      : null;
}

function forwardedOf(metadata: Metadata | null, flags: number | null): Message['forwarded'] {
  const score = metadata?.forwardScore ?? null;
  const flagged = flags !== null && (flags & FLAGS_FORWARDED) === FLAGS_FORWARDED;
  return flagged || (score !== null && score > 0) ? { score } : null;
}
