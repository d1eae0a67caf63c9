import type { Attachment, BytesLocator, Extracted, Key, Message, MessageType, Timestamp } from '../../model/index.ts';
import { firstType, type Holder } from './attachments.ts';
import { readCallLine } from './calls.ts';
import { bodyOf, CONTENTS, type Line } from './line.ts';
import type { Part } from './part.ts';
import { readParts, readRevision } from './parts.ts';
import { issueAt, live, timeOf, type Reading } from './reading.ts';
import { readSendStates } from './send-states.ts';
import { numberOf } from './shapes.ts';
import { sharedOf } from './shared.ts';
import { updateOf } from './updates.ts';

export function readChatItem(reading: Reading, item: Part, at: BytesLocator, out: Extracted[]): void {
  const key: Key = `message:${at.offset}`;
  const conversation = reading.conversationOf(item.digits('chatId') ?? '0', at, out);
  const authorId = item.digits('authorId') ?? '0';
  const author = reading.accountOf(authorId, at);
  const line: Line = { reading, item, key, at, out, author };
  if (author === null) out.push(issueAt('warning', 'unresolved-reference', live(at), 'chatItem.authorId', authorId, NO_AUTHOR)); // prettier-ignore
  const { shared, first } = sharedOf(reading, item);
  const isEdited = first !== item;
  const content = item.which(CONTENTS);
  const inner = content === null ? null : item.object(content);
  const isUpdate = content === 'updateMessage' && inner !== null;
  if (content === null) out.push(issueAt('warning', 'unknown-code', live(at), 'chatItem', unknownOf(item), NO_CONTENT));
  const way = directionOf(item);
  if (way === null) out.push(issueAt('warning', 'unknown-code', live(at), 'chatItem', null, NO_DIRECTION));
  const isDeleted = content === 'remoteDeletedMessage' || content === 'adminDeletedMessage';
  const times = timesOf(line, first, isEdited);
  const edited = isEdited ? timeOf(item, 'dateSent', 'edited', at, out) : null;
  const isCall = isUpdate && readCallLine(line, inner, conversation);
  const system = isUpdate && !isCall ? updateOf(line, inner) : null;
  const body = inner === null || isUpdate ? null : bodyOf(content, inner);
  const kind: MessageType = isDeleted ? 'revoked' : isCall ? 'call' : isUpdate ? 'system' : typeOf(content, inner);
  const expiresMs = item.whole('expiresInMs');
  const status = item.has('outgoing') ? readSendStates(line) : null;
  const by = content === 'adminDeletedMessage' ? reading.accountOf(inner?.digits('adminId') ?? '0', at) : null;
  const holder: Holder = { message: key, at, out, isPlain: reading.isPlain };
  if (inner !== null && content !== null && !isUpdate) readParts(line, content, inner, holder);
  pin(line);
  for (const [index, revision] of item.objects('revisions').entries()) readRevision(line, revision, index, holder);
  const message: Message = {
    kind: 'message',
    key,
    from: { at: [at], state: isDeleted ? 'marked-deleted' : 'live' },
    conversation,
    sender: isUpdate ? (system?.actor ?? null) : author,
    direction: way ?? 'unknown',
    serverId: isUpdate || content === null ? null : shared,
    times,
    order: null,
    type: kind,
    typeStored: content === null ? unknownOf(item) : storedType(content, reading.isPlain),
    body,
    status,
    forwarded: null,
    edited,
    deleted: isDeleted ? { by, time: null, originalServerId: null } : null,
    viewOnce: content === 'viewOnceMessage',
    starred: false,
    expires: expiresMs === null || expiresMs === 0 ? null : { durationS: expiresMs / 1000, at: null },
    system,
    stored: item.rest(),
  };
  out.unshift(message);
}

/** With the number of the field, which is what stands in the bytes of a frame. */
function storedType(content: (typeof CONTENTS)[number], isPlain: boolean): string {
  return isPlain ? content : `${content}#${String(numberOf('ChatItem', content))}`;
}

const NO_AUTHOR = 'The message names an author that no frame of the backup tells of, or that has no account.';
const NO_CONTENT = 'The message holds none of the contents that this parser knows; it is kept as stored.';
const NO_DIRECTION = 'The message does not say whether it came in or went out.';

/** The numbers of fields that this parser does not know, where a message has nothing else. */
function unknownOf(item: Part): string {
  return item.names.filter((name) => name.startsWith('field ')).join(', ') || 'none';
}

/** Null where the format asks for one and there is none, or more than one. */
function directionOf(item: Part): Message['direction'] | null {
  if (item.has('incoming') && item.has('outgoing')) return null;
  if (item.has('incoming')) return 'incoming';
  if (item.has('outgoing')) return 'outgoing';
  const isNeither = item.has('directionless');
  item.leave('directionless');
  return isNeither ? 'unknown' : null;
}

/** Of an edited message those of its first wording; of the present one they stay with what is stored. */
function timesOf({ item, at, out }: Line, first: Part, isEdited: boolean): readonly Timestamp[] {
  const incoming = first.object('incoming');
  const outgoing = first.object('outgoing');
  if (isEdited) item.object('incoming');
  const times = [
    timeOf(first, 'dateSent', 'sent', at, out),
    timeOf(incoming, 'dateReceived', 'received', at, out),
    timeOf(incoming, 'dateServerSent', 'server', at, out),
    timeOf(outgoing, 'dateReceived', 'received', at, out),
  ];
  return times.filter((time) => time !== null);
}

const TYPES: Readonly<Partial<Record<(typeof CONTENTS)[number], MessageType>>> = {
  contactMessage: 'contact',
  stickerMessage: 'sticker',
  paymentNotification: 'payment',
  directStoryReplyMessage: 'text',
  poll: 'poll',
};

function typeOf(content: (typeof CONTENTS)[number] | null, inner: Part | null): MessageType {
  if (content === null || inner === null) return 'unknown';
  const own = TYPES[content];
  if (own !== undefined) return own;
  if (content === 'giftBadge') return 'unknown';
  const list = inner.objects('attachments');
  const one = content === 'viewOnceMessage' ? (inner.object('attachment') ?? undefined) : list[0];
  const file: Attachment['type'] | null = firstType(one);
  if (file !== null && file !== 'other' && file !== 'thumbnail') return file;
  return content === 'standardMessage' ? 'text' : 'unknown';
}

function pin({ reading, item, key, at, out }: Line): void {
  const pinned = item.object('pinDetails');
  if (pinned === null) return;
  const time = timeOf(pinned, 'pinnedAtTimestamp', 'changed', at, out);
  const stored = pinned.rest();
  out.push({ kind: 'detail', key: `pin:${key}`, from: live(at), message: key, content: { type: 'pin', account: reading.see(null, at), pinned: true, time }, stored }); // prettier-ignore
}
