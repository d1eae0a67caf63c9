import type { Attachment, Event, Extracted, Key, Locator, Message, Provenance, Timestamp } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { quotedCopy } from '../quoted-copy.ts';
import type { People } from './people.ts';
import type { Rooms } from './rooms.ts';
import type { FileStated, Said } from './said.ts';
import { timestampOf } from './times.ts';
import type { TimeStated } from './times.ts';

/** What the records of one export share. */
export interface Context {
  readonly people: People;
  readonly rooms: Rooms;
  /** The key of the account that the examiner named as the owner's, where the form marks nothing; else null. */
  readonly namedOwner: Key | null;
  /** The conversations in which the named owner writes. */
  readonly ownRooms: ReadonlySet<string>;
  /** The shared identifier of messages that are marked as deleted, to the message's key. */
  readonly deleted: ReadonlyMap<string, Key>;
  /** IANA zone as the examiner stated it; null: not known. */
  readonly zone: string | null;
  /** The folder of the file, seen from the source's root: empty, or with a slash at its end. */
  readonly folder: string;
}

/** The records of one message, those of accounts and conversations that it names first. */
export function recordsOf(one: Said, key: Key, at: Locator, context: Context): readonly Extracted[] {
  const out: Extracted[] = [];
  const { people, rooms } = context;
  const from: Provenance = { at: [at], state: 'live' };
  const time = (stated: TimeStated | null, meaning: Timestamp['meaning']): Timestamp | null =>
    stated === null ? null : timestampOf(stated, context.zone, meaning);
  const conversation = rooms.refer(one.room, at, out);
  if (one.sender !== null) rooms.write(conversation, one.sender, at, out);
  const sender = one.sender === null ? null : people.refer(one.sender, at, out);
  const message: Message = {
    kind: 'message',
    key,
    from: one.isDeleted ? { at: [at], state: 'marked-deleted' } : from,
    conversation,
    sender,
    direction: directionOf(one, sender, context),
    serverId: one.serverId,
    times: one.times.flatMap(({ stated, meaning }) => time(stated, meaning) ?? []),
    order: null,
    type: one.type,
    typeStored: one.typeStored,
    body: one.body,
    status: one.status,
    forwarded: null,
    edited: time(one.edited, 'edited'),
    deleted: one.isDeleted ? { by: null, time: null, originalServerId: null } : null,
    viewOnce: one.viewOnce,
    starred: false,
    expires: one.expiresS === null ? null : { durationS: one.expiresS, at: null },
    system: one.system === null ? null : { action: one.system, actionStored: one.typeStored, actor: null, affected: [], before: null, after: null }, // prettier-ignore
    stored: one.stored,
  };
  out.push(message);
  for (const [index, file] of one.files.entries())
    out.push(attachment(file, `${key}/file/${index}`, message, context.folder));
  for (const [index, { person, emoji, time: when, stored }] of one.reactions.entries())
    out.push({ kind: 'reaction', key: `${key}/reaction/${index}`, from, message: key, account: person === null ? null : people.refer(person, at, out), emoji, count: 1, time: time(when, 'reacted'), stored }); // prettier-ignore
  if (one.quote !== null) {
    const { serverId, body, time: when, stored, sender: who } = one.quote;
    const said = who === null ? null : people.refer(who, at, out);
    const gone = serverId === null ? undefined : context.deleted.get(serverId);
    if (gone !== undefined && body !== null) out.push(quotedCopy(gone, key, body, time(when, 'sent'), at));
    out.push({ kind: 'quote', key: `${key}/quote`, from, message: key, target: { key: null, serverId }, sender: said, time: time(when, 'sent'), type: body === null ? 'unknown' : 'text', body, stored }); // prettier-ignore
  }
  for (const [index, { body, time: when, stored }] of one.versions.entries())
    out.push({ kind: 'version', key: `${key}/version/${index}`, from, message: key, role: 'earlier', body, time: time(when, 'sent'), verbatim: true, stored }); // prettier-ignore
  for (const [index, person] of one.mentions.entries())
    out.push({ kind: 'mention', key: `${key}/mention/${index}`, from, message: key, account: people.refer(person, at, out), name: null }); // prettier-ignore
  for (const [index, content] of one.details.entries())
    out.push({ kind: 'detail', key: `${key}/detail/${index}`, from, message: key, content });
  if (one.type === 'call') out.push(callOf(one, message, from, context, at, out));
  return out;
}

/**
 * Where the form marks nothing, what the named owner wrote is outgoing, and what others wrote incoming where the owner writes too: of databases
 * before version 185 signalbackup-tools names the other account beside what was sent between two. Source: bepaald/signalbackup-tools at
 * 28768462b62337d7dd3036f6c6b7eeee297d7026, signalbackup/exporttxt.cc and setcolumnnames.cc (`d_mms_recipient_id`).
 */
function directionOf(one: Said, sender: Key | null, { namedOwner, ownRooms }: Context): Message['direction'] {
  if (one.direction !== 'unknown' || namedOwner === null || sender === null || one.system !== null)
    return one.direction;
  if (sender === namedOwner) return 'outgoing';
  return ownRooms.has(one.room.identifier) ? 'incoming' : 'unknown';
}

function attachment(file: FileStated, key: Key, { key: message, from }: Message, folder: string): Attachment {
  const { candidates, ...stated } = file;
  return {
    kind: 'attachment',
    key,
    from,
    message,
    ...stated,
    candidates: candidates.map((path) => `${folder}${path}`),
    durationS: null,
    thumbnail: null,
    transcript: null,
  };
}

function callOf(
  { call, room }: Said,
  message: Message,
  from: Provenance,
  { people }: Context,
  at: Locator,
  out: Extracted[],
): Event {
  // prettier-ignore
  const partner = room.partner === null ? [] : [people.refer(room.partner, at, out)];
  return {
    kind: 'event',
    key: `${message.key}/call`,
    from,
    ...BARE_EVENT,
    type: 'call',
    conversation: message.conversation,
    actor: message.sender,
    accounts: partner,
    direction: message.direction,
    times: message.times.slice(0, 1),
    call: { video: call?.video ?? null, group: call?.group ?? room.type === 'group', durationS: null, outcome: call?.outcome ?? 'unknown', outcomeStored: call?.words ?? message.typeStored, message: message.key }, // prettier-ignore
    body: null,
  };
}
