import type { Direction, Event, Extracted, Key, Locator, Message, Provenance, Timestamp } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import type { Exported, FileStated } from './exported.ts';
import type { FileFacts } from './file-facts.ts';
import { exportIssue } from '../export-issue.ts';
import { isPlaceholder } from './media-path.ts';
import type { Owner, People } from './people.ts';
import type { Rooms } from './rooms.ts';
import { doubtOf, timestampOf } from './times.ts';

/** What the records of one export share. */
export interface Context {
  readonly people: People;
  readonly rooms: Rooms;
  readonly owner: Owner | null;
  /** IANA zone as the examiner stated it; null: not known. */
  readonly zone: string | null;
  /** The folder that paths of files are relative to, seen from the source's root: empty, or with a slash at its end. */
  readonly folder: string;
}

/** The records of one message, those of accounts and conversations that it names first. */
export function recordsOf(
  one: Exported,
  key: Key,
  at: Locator,
  facts: FileFacts,
  context: Context,
): readonly Extracted[] {
  // prettier-ignore
  const out: Extracted[] = [];
  const from: Provenance = { at: [at], state: 'live' };
  const conversation = context.rooms.refer(one.conversation, facts, at, out);
  const isLine = one.kind.type === 'system';
  // What was sent was sent by the owner, where the export says who that is.
  const person = one.sender ?? (one.direction === 'outgoing' ? (context.owner?.person ?? null) : null);
  if (person !== null) context.rooms.write(conversation, person, at, out);
  const sender = person === null ? null : context.people.refer(person, at, out);
  const direction = directionOf(one.direction, sender, isLine, context.owner);
  const time = one.time === null ? null : timestampOf(one.time, context.zone);
  const isPath = one.file?.path !== null && one.file?.path !== undefined && one.text !== null && isSame(one.text, one.file.path); // prettier-ignore
  const isWord = one.file !== null && one.text !== null && (isPlaceholder(one.text) || one.text === one.kind.stored);
  const body = isPath || isWord ? null : one.text;
  const message: Message = {
    kind: 'message',
    key,
    from,
    conversation,
    sender,
    direction,
    serverId: one.serverId,
    times: time === null ? [] : [time],
    order: null,
    type: one.kind.type,
    typeStored: one.kind.stored,
    body,
    status: null,
    forwarded: null,
    edited: null,
    deleted: null,
    viewOnce: false,
    starred: false,
    expires: null,
    system: isLine ? { action: 'app-notice', actionStored: one.kind.stored, actor: null, affected: [], before: null, after: null } : null, // prettier-ignore
    stored: isWord ? { ...one.stored, 'text of the tool': one.text } : one.stored,
  };
  out.push(message);
  if (one.file !== null) out.push(attachment(one.file, one, key, from, context.folder));
  if (one.quote !== null) {
    const { serverId, body: words, time: when, kind } = one.quote;
    const said = one.quote.sender === null ? null : context.people.refer(one.quote.sender, at, out);
    out.push({ kind: 'quote', key: `${key}/quote`, from, message: key, target: { key: null, serverId }, sender: said, time: when === null ? null : timestampOf(when, context.zone), type: kind?.type ?? 'unknown', body: words }); // prettier-ignore
  }
  for (const [index, content] of one.details.entries())
    out.push({ kind: 'detail', key: `${key}/detail/${index}`, from, message: key, content });
  if (one.kind.type === 'call') out.push(call(message, key, from, time));
  if (one.kind.type === 'payment') out.push({ ...event(message, `${key}/money`, from), type: 'payment' });
  tell(one, time, facts, from, context, out);
  return out;
}

function isSame(text: string, path: string): boolean {
  return text.replaceAll('\\', '/').replace(/^\.\//u, '') === path;
}

/** Where the export does not mark what was sent, the owner's messages are outgoing and those of others incoming; a name alone does not tell. */
function directionOf(stated: Direction, sender: Key | null, isLine: boolean, owner: Owner | null): Direction {
  if (stated !== 'unknown' || isLine || sender === null || owner === null || owner.person.isName) return stated;
  return sender === owner.key ? 'outgoing' : 'incoming';
}

function attachment(
  file: FileStated,
  { transcript }: Exported,
  message: Key,
  from: Provenance,
  folder: string,
): Extracted {
  // prettier-ignore
  return {
    kind: 'attachment',
    key: `${message}/file`,
    from,
    message,
    type: file.type,
    mediaType: null,
    name: file.name,
    caption: null,
    path: file.path,
    candidates: file.path === null ? [] : [`${folder}${file.path}`],
    sha256: null,
    sizeBytes: null,
    durationS: null,
    width: null,
    height: null,
    thumbnail: null,
    transcript,
    stored: file.stored,
  };
}

function event({ conversation, sender, direction, times, body }: Message, key: Key, from: Provenance): Event {
  return { kind: 'event', key, from, type: 'unknown', ...BARE_EVENT, conversation, actor: sender, direction, times, body }; // prettier-ignore
}

/** A line about a call; no tool writes apart how it ended. */
function call(message: Message, key: Key, from: Provenance, time: Timestamp | null): Event {
  return {
    ...event(message, `${key}/call`, from),
    type: 'call',
    times: time === null ? [] : [time],
    call: { video: null, group: false, durationS: null, outcome: 'unknown', outcomeStored: (message.body ?? '').slice(0, 200), message: key }, // prettier-ignore
  };
}

/** Says of a message what could not be read of it; it is kept all the same. */
function tell(
  one: Exported,
  time: Timestamp | null,
  { file }: FileFacts,
  from: Provenance,
  { zone }: Context,
  out: Extracted[],
): void {
  // prettier-ignore
  if (!one.kind.isKnown)
    out.push(exportIssue(file, from, 'note', 'unknown-code', one.kind.stored, 'This kind of message is not known, or the tool did not know it; the message is kept as the tool wrote it.')); // prettier-ignore
  if (time === null)
    out.push(exportIssue(file, from, 'warning', 'time-out-of-range', one.timeStored, 'The message has no time of 2000 to 2100 in a form that is known; it is kept without one.')); // prettier-ignore
  const doubt = one.time === null ? null : doubtOf(one.time, zone);
  if (doubt === 'twice')
    out.push(exportIssue(file, from, 'note', 'time-zone-unstated', one.timeStored, 'The clocks of the stated zone showed this time twice; the first instant was taken.')); // prettier-ignore
  if (doubt === 'never')
    out.push(exportIssue(file, from, 'warning', 'time-zone-unstated', one.timeStored, 'The clocks of the stated zone never showed this time: the computer may have been in another zone.')); // prettier-ignore
}
