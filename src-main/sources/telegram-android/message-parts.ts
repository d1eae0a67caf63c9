import type { Attachment, Detail, Extracted, Key, Reaction } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { readTime } from '../stored-times.ts';
import { live } from '../telegram-participants.ts';
import { accountKey, sharedMessageId } from '../telegram-people.ts';
import type { FileNamed } from './files.ts';
import type { Answer } from './message-object.ts';
import { messageKey } from './message-row.ts';
import type { MessageRow } from './message-row.ts';
import { peerOf } from './peers.ts';
import { cachePlaces } from './place.ts';
import { readTl } from './tl-cell.ts';

/** What stands beside a message of its file: where it lay when it was sent from this phone, and the words of a voice. */
interface Beside {
  readonly sentPath: string | null;
  readonly transcript: string | null;
}

/** The file of a message. */
export function attachment(row: MessageRow, file: FileNamed, beside: Beside, index: number): Attachment {
  const places = file.names.flatMap((name) => cachePlaces(row.reading.place, name));
  const path = beside.sentPath === null ? null : pathIn(beside.sentPath);
  const isBelow = path !== null && !path.split('/').includes('..');
  const number = file.stored['document.id'];
  const kept = typeof number === 'number' || typeof number === 'string' ? row.reading.cachePaths.of(number) : [];
  const found = kept.filter((one) => !one.path.split('/').includes('..'));
  return {
    kind: 'attachment',
    key: `${row.key}/attachment/${index}`,
    from: { at: [row.at, ...kept.map(({ at }) => at)], state: 'live' },
    message: row.key,
    type: file.type,
    mediaType: file.mediaType,
    name: file.name,
    caption: null,
    path,
    candidates: [...found.flatMap((one) => sharedPlaces(one.path)), ...places, ...(isBelow ? sharedPlaces(path) : [])],
    sha256: null,
    sizeBytes: file.sizeBytes,
    durationS: file.durationS,
    width: file.width,
    height: file.height,
    thumbnail: file.thumbnail,
    transcript: beside.transcript,
    stored: kept.length === 0 ? file.stored : { ...file.stored, 'paths.path': kept.map((one) => one.path).join(', ') },
  };
}

/** Behind its own values, each ended by `||`, the app writes the path. Source: Message.writeAttachPath of the client. */
function pathIn(sent: string): string {
  return sent.slice(sent.lastIndexOf('||') + (sent.includes('||') ? 2 : 0));
}

/** A path of the phone's shared storage, beside an extraction of `data/data` or of `data/user/<n>`. */
function sharedPlaces(path: string): readonly string[] {
  const shared = /^\/(?:storage\/emulated|data\/media)\/(\d+)\/(.+)$/u.exec(path);
  if (shared !== null)
    return [`../../media/${shared[1] ?? ''}/${shared[2] ?? ''}`, `../../../sdcard/${shared[2] ?? ''}`];
  const own = /^\/data\/(?:data|user\/\d+)\/[^/]+\/(.+)$/u.exec(path);
  return own?.[1] === undefined ? [] : [own[1]];
}

/** The message that this one answers, with the app's own copy of it where the row holds one. */
export function* quote(row: MessageRow, answer: Answer | null): Generator<Extracted> {
  const { reading, table, at } = row;
  const out: Extracted[] = [];
  const { fields, carried } = readTl(table.cell(row.cells, 'replydata'), 'Message', at, 'replydata', out, 'a path');
  if (answer === null && fields === null && carried === null) return;
  const chat = answer?.peer ?? row.chat;
  const id = answer?.id ?? fields?.whole('id') ?? null;
  const shared = id === null ? null : sharedMessageId(chat, id, reading.people.owner);
  const from = fields === null ? null : senderOf(fields, chat);
  const body = answer?.quote ?? fields?.text('message') ?? null;
  if (from !== null) yield* reading.people.meet(from, null, live(at));
  fields?.leave('_', 'peer_id', 'to_id');
  const time = fields === null ? null : readTime(fields.whole('date'), 'sent', at, 'replydata', out, 'unix-s');
  yield* out;
  yield {
    kind: 'quote',
    key: `${row.key}/quote`,
    from: live(at),
    message: row.key,
    target: { key: shared !== null || id === null ? null : messageKey(chat, id), serverId: shared },
    sender: from === null ? null : accountKey(from),
    time,
    type: body === null ? 'unknown' : 'text',
    body,
    stored: { ...fields?.rest('replydata.'), ...(carried !== null && { replydata: carried }) },
  };
}

/** Who wrote the copy, where it says so: an answer to the owner's own message names the owner. */
function senderOf(fields: JsonFields, chat: string): string | null {
  const number = fields.whole('from_id') ?? fields.whole('from_user_id');
  if (number !== null) return `user${number}`;
  const peer = peerOf(fields.object('from_id'));
  if (peer !== null) return peer;
  return fields.flag('post') === true ? chat : null;
}

/** Reactions: one for each account that the message names among the recent ones, and the rest of each count without accounts. */
export function* reactions(row: MessageRow, fields: JsonFields): Generator<Extracted> {
  const stated = JsonFields.of(fields.peek('reactions'));
  if (stated === null) return;
  let isTold = true;
  const named = new Map<string, number>();
  const reaction = (
    index: string,
    more: Pick<Reaction, 'account' | 'emoji' | 'count' | 'time' | 'stored'>,
  ): Reaction => ({
    kind: 'reaction',
    key: `${row.key}/reaction/${index}`,
    from: live(row.at),
    message: row.key,
    ...more,
  });
  for (const [index, one] of [...stated.objects('recent_reactions'), ...stated.objects('recent_reactons')].entries()) {
    const emoji = emojiOf(one);
    const id = one.whole('user_id');
    const who = peerOf(one.object('peer_id')) ?? (id === null ? null : `user${id}`);
    if (who !== null) yield* row.reading.people.meet(who, null, live(row.at));
    const issues: Extracted[] = [];
    const time = readTime(one.whole('date'), 'reacted', row.at, 'data', issues, 'unix-s');
    yield* issues;
    named.set(emoji ?? '', (named.get(emoji ?? '') ?? 0) + 1);
    one.leave('_');
    yield reaction(`recent/${index}`, { account: who === null ? null : accountKey(who), emoji, count: 1, time, stored: one.rest('data.reactions.') }); // prettier-ignore
  }
  for (const [index, one] of stated.objects('results').entries()) {
    const emoji = emojiOf(one);
    const count = (one.whole('count') ?? 0) - (named.get(emoji ?? '') ?? 0);
    // The owner's account reacted so, 0 too.
    if (typeof one.peek('chosen_order') === 'number') isTold = false;
    one.leave('_');
    const stored = one.rest('data.reactions.');
    if (count > 0) yield reaction(`count/${index}`, { account: null, emoji, count, time: null, stored });
    else if (count < 0 || Object.keys(stored).length > 0) isTold = false;
  }
  stated.leave('_', 'flags', 'min', 'can_see_list', 'reactions_as_tags');
  // Else the object is carried with the message as it is: what the account itself chose, who paid most.
  if (isTold && Object.keys(stated.rest('')).length === 0) fields.leave('reactions');
}

/** A sign, the number of a sign of somebody's own, or the constructor of another kind. */
function emojiOf(fields: JsonFields): string | null {
  const one = fields.object('reaction');
  if (one === null) return fields.text('reaction');
  const id = one.whole('document_id');
  return one.text('emoticon') ?? (id === null ? one.text('document_id') : String(id)) ?? one.text('_');
}

/** Marks in the words that lead elsewhere; places are counted in units of UTF-16. Whether other marks are there is told too. */
export function* marks(row: MessageRow, fields: JsonFields, body: string): Generator<Extracted> {
  const stated = fields.list('entities');
  const others: unknown[] = [];
  for (const [index, one] of fields.objects('entities').entries()) {
    const kind = one.text('_');
    const [offset, length] = [one.whole('offset'), one.whole('length')];
    const words = offset === null || length === null ? null : body.slice(offset, offset + length);
    const user = one.whole('user_id');
    const url = one.text('url');
    if (kind === 'messageEntityMentionName' && user !== null) {
      yield* row.reading.people.meet(`user${user}`, null, live(row.at));
      yield { kind: 'mention', key: `${row.key}/mention/${index}`, from: live(row.at), message: row.key, account: accountKey(`user${user}`), name: words }; // prettier-ignore
    } else if (kind === 'messageEntityTextUrl' && url !== null) {
      yield detail(row, `link/${index}`, { type: 'link', url, title: words, description: null });
    } else others.push(stated[index]);
  }
  if (others.length > 0)
    yield detail(row, 'entities', { type: 'other', name: 'entities', values: { 'data.entities': JSON.stringify(others) } }); // prettier-ignore
}

export function detail(row: MessageRow, name: string, content: Detail['content']): Detail {
  const message: Key = row.key;
  return { kind: 'detail', key: `${message}/${name}`, from: live(row.at), message, content };
}
