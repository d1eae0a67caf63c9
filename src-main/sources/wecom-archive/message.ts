import type {
  Attachment,
  Detail,
  Direction,
  Extracted,
  Key,
  Message,
  Provenance,
  StoredColumns,
} from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { readContent } from './content.ts';
import { exportIssue } from '../export-issue.ts';
import { accountKey, isOutside } from './people.ts';
import type { People } from './people.ts';
import type { Recall, Recalls } from './recalls.ts';
import { roomOf } from './rooms.ts';
import type { Room, Rooms } from './rooms.ts';
import type { ArchiveRow } from './rows.ts';
import type { Content, FileNamed } from './said.ts';
import { timeOf } from './times.ts';
import type { TimeRead } from './times.ts';

/** What the records of one archive share. */
export interface Context {
  readonly people: People;
  readonly rooms: Rooms;
  readonly recalls: Recalls;
}

/** The records of one object of the archive. What cannot be read ends in an issue. */
export function* recordsOf(row: ArchiveRow, context: Context): Generator<Extracted> {
  const { fields, file } = row;
  const from = placeOf(row);
  if (!row.decodable)
    yield exportIssue(file, from, 'warning', 'undecodable-text', null, 'Bytes of the message are no UTF-8; letters may be wrong.'); // prettier-ignore
  if (fields === null) {
    yield exportIssue(file, from, 'error', 'undecodable-payload', null, 'What stands here is not one whole object of JSON; no message was read from it.'); // prettier-ignore
    return;
  }
  if (row.doubts?.hasRepeatedName === true)
    yield exportIssue(file, from, 'warning', 'undecodable-payload', null, 'The object names a member more than once; the last one is read, and all lie at the place named.'); // prettier-ignore
  if (row.doubts?.hasHalfCharacter === true)
    yield exportIssue(file, from, 'warning', 'undecodable-text', null, 'A text in the object holds half of a character, which no encoding can show; it lies at the place named.'); // prettier-ignore
  const action = fields.text('action');
  if (action === 'switch') yield* switched(row, fields, from, context);
  else if (action === 'recall') yield* recalled(row, fields, from, context);
  else if (fields.has('msgtype')) yield* said(row, fields, from, context, action);
  else
    yield exportIssue(file, from, 'error', 'unknown-code', action, 'An object that is no message, no recall and no switch of the archive; nothing was read from it.'); // prettier-ignore
}

function placeOf({ file, offset, length }: ArchiveRow): Provenance {
  return { at: [{ kind: 'bytes', file: file.sha256, offset, length }], state: 'live' };
}

function keyOf({ fileNumber, offset }: ArchiveRow): Key {
  return `message:${fileNumber}:${offset}`;
}

function* said(
  row: ArchiveRow,
  fields: JsonFields,
  from: Provenance,
  context: Context,
  action: string | null,
): Generator<Extracted> {
  const { file } = row;
  const key = keyOf(row);
  const sender = fields.text('from');
  const to = receivers(fields);
  const room = roomOf(fields.text('roomid'), sender, to);
  const msgtype = fields.text('msgtype') ?? '';
  const read = readContent(msgtype, fields);
  const content = read ?? UNKNOWN;
  const id = fields.text('msgid');
  const recall = context.recalls.of(id);
  const when = timeOf(fields, 'msgtime', 'sent');
  yield* meetAll(room, content.named, from, context);
  if (content.call !== null) {
    yield callEvent(content.call, { row, key, from, room, sender, to, content, recall, when, msgtype, id, fields });
    yield* aboutTime(row, from, when);
    return;
  }
  yield message({ row, key, from, room, sender, to, content, recall, when, msgtype, id, fields });
  if (recall !== null && content.body !== null)
    yield {
      kind: 'version',
      key: `${key}/text`,
      from,
      message: key,
      role: 'deleted-text',
      body: content.body,
      time: when.time,
      verbatim: true,
    };
  for (const [index, one] of content.files.entries()) yield attachment(one, key, index, from);
  for (const [index, one] of content.details.entries())
    yield { kind: 'detail', key: `${key}/detail/${index}`, from, message: key, content: one } satisfies Detail;
  yield* aboutTime(row, from, when);
  if (read === null)
    yield exportIssue(file, from, 'warning', 'unknown-code', msgtype, 'A kind of message that is not known; its values are kept as stored.'); // prettier-ignore
  if (action !== 'send')
    yield exportIssue(file, from, 'warning', 'unknown-code', action, 'An action of the archive that is not known; the object was read as a message.'); // prettier-ignore
}

const UNKNOWN: Content = { type: 'unknown', body: null, files: [], details: [], named: [], call: null, stored: {} };

/** A list of identifiers; collectors also write them as one text, parted by commas. */
function receivers(fields: JsonFields): readonly string[] {
  const list = fields.texts('tolist');
  if (list.length > 0) return list;
  const text = fields.text('tolist');
  return text === null ? [] : text.split(/[,;]/u).map((one) => one.trim()).filter((one) => one !== ''); // prettier-ignore
}

function* meetAll(
  room: Room,
  named: readonly string[],
  from: Provenance,
  { people, rooms }: Context,
): Generator<Extracted> {
  for (const identifier of [...room.members, ...named]) yield* people.meet(identifier, from);
  yield* rooms.meet(room, from);
}

interface Said {
  readonly row: ArchiveRow;
  readonly key: Key;
  readonly from: Provenance;
  readonly room: Room;
  readonly sender: string | null;
  readonly to: readonly string[];
  readonly content: Content;
  readonly recall: Recall | null;
  readonly when: TimeRead;
  readonly msgtype: string;
  readonly id: string | null;
  readonly fields: JsonFields;
}

function message({ key, from, room, sender, to, content, recall, when, msgtype, id, fields }: Said): Message {
  const isSystem = content.type === 'system';
  const [actor] = content.named;
  return {
    kind: 'message',
    key,
    from: recall === null ? from : { at: [...from.at, ...recall.from.at], state: 'marked-deleted' },
    conversation: room.key,
    sender: sender === null || isSystem ? null : accountKey(sender),
    direction: isSystem ? 'unknown' : directionOf(sender, to),
    serverId: id,
    times: when.time === null ? [] : [when.time],
    order: null,
    type: recall === null ? content.type : 'revoked',
    typeStored: msgtype,
    body: recall === null ? content.body : null,
    status: null,
    forwarded: msgtype === 'chatrecord' ? { score: null } : null,
    edited: null,
    deleted:
      recall === null
        ? null
        : {
            by: recall.by === null || recall.by === sender ? null : accountKey(recall.by),
            time: recall.time,
            originalServerId: null,
          },
    viewOnce: false,
    starred: false,
    expires: null,
    system: isSystem
      ? {
          action: 'app-notice',
          actionStored: msgtype,
          actor: actor === undefined ? null : accountKey(actor),
          affected: [],
          before: null,
          after: null,
        }
      : null,
    stored: storedOf(fields, content),
  };
}

/** What is carried and not interpreted: values beside the message's own, and those of its content. */
function storedOf(fields: JsonFields, content: Content): StoredColumns {
  return { ...content.stored, ...fields.rest('') };
}

/** Seen from the company: what a member says to somebody outside goes out. Between members neither side is the company's. */
function directionOf(sender: string | null, to: readonly string[]): Direction {
  if (sender === null) return 'unknown';
  if (isOutside(sender)) return 'incoming';
  return to.some(isOutside) ? 'outgoing' : 'unknown';
}

/**
 * Under which names a collector's copy is looked for: only those that the stated MD5 makes, for nothing else ties a file beside an
 * archive to one message of it.
 */
function attachment(one: FileNamed, message: Key, index: number, from: Provenance): Attachment {
  const { md5, ending } = one;
  const isHash = md5 !== null && /^[0-9a-f]{32}$/iu.test(md5);
  const names = isHash ? [md5, ...(ending === null ? [] : [`${md5}.${ending.replace(/^\./u, '')}`])] : [];
  return {
    kind: 'attachment',
    key: `${message}/attachment/${index}`,
    from,
    message,
    type: one.type,
    mediaType: null,
    name: one.name,
    caption: null,
    path: null,
    candidates: names.filter((name) => !/[/\\]/u.test(name)).flatMap((name) => [name, `media/${name}`]),
    sha256: null,
    sizeBytes: one.sizeBytes,
    durationS: one.durationS,
    width: one.width,
    height: one.height,
    thumbnail: null,
    transcript: null,
    stored: { md5sum: md5, sdkfileid: one.sdkFileId, ...(one.part === null ? {} : { part: one.part }) },
  };
}

/** A call is an event alone: the archive holds no line of the conversation for it. */
function callEvent(call: NonNullable<Content['call']>, said: Said): Extracted {
  const { key, from, room, sender, to, when, msgtype, id, fields, content } = said;
  return {
    kind: 'event',
    key,
    from,
    type: 'call',
    conversation: room.key,
    actor: sender === null ? null : accountKey(sender),
    accounts: room.members.map(accountKey),
    direction: directionOf(sender, to),
    times: when.time === null ? [] : [when.time],
    call: {
      ...call,
      outcome: call.durationS !== null && call.durationS > 0 ? 'answered' : 'unknown',
      outcomeStored: call.durationS === null ? '' : String(call.durationS),
      message: null,
    },
    body: null,
    stored: { msgid: id, msgtype, ...storedOf(fields, content) },
  };
}

function* aboutTime(
  { file }: ArchiveRow,
  from: Provenance,
  { time, stored, isSeconds }: TimeRead,
): Generator<Extracted> {
  if (time === null)
    yield exportIssue(file, from, 'warning', 'time-out-of-range', stored, 'The message has no time of 2000 to 2100; it is kept without one.'); // prettier-ignore
  else if (isSeconds)
    yield exportIssue(file, from, 'note', 'time-out-of-range', stored, 'The time is written in seconds, where the archive has milliseconds; it was read as seconds.'); // prettier-ignore
}

/** A message was called back: an event of its own, beside the mark on the message. */
function* recalled(row: ArchiveRow, fields: JsonFields, from: Provenance, context: Context): Generator<Extracted> {
  const sender = fields.text('from');
  const to = receivers(fields);
  const room = roomOf(fields.text('roomid'), sender, to);
  const when = timeOf(fields, 'msgtime', 'deleted');
  const target = fields.object('revoke');
  const targetId = target?.text('pre_msgid') ?? null;
  yield* meetAll(room, [], from, context);
  yield {
    kind: 'event',
    key: keyOf(row),
    from,
    type: 'deletion',
    conversation: room.key,
    actor: sender === null ? null : accountKey(sender),
    accounts: to.map(accountKey),
    direction: directionOf(sender, to),
    times: when.time === null ? [] : [when.time],
    call: null,
    body: null,
    stored: {
      msgid: fields.text('msgid'),
      'revoke.pre_msgid': targetId,
      msgtype: fields.text('msgtype'),
      ...fields.rest(''),
    },
  };
  yield* aboutTime(row, from, when);
}

/** A member changed to another company's account: an event without a conversation. */
function* switched(row: ArchiveRow, fields: JsonFields, from: Provenance, { people }: Context): Generator<Extracted> {
  const user = fields.text('user');
  const when = timeOf(fields, 'time', 'changed');
  if (user !== null) yield* people.meet(user, from);
  yield {
    kind: 'event',
    key: keyOf(row),
    from,
    type: 'company-switch',
    conversation: null,
    actor: user === null ? null : accountKey(user),
    accounts: [],
    direction: 'unknown',
    times: when.time === null ? [] : [when.time],
    call: null,
    body: null,
    stored: { msgid: fields.text('msgid'), action: 'switch', ...fields.rest('') },
  };
  yield* aboutTime(row, from, when);
}
