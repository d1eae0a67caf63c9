import type { Attachment, Detail, Extracted, Reaction, Stored } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { readTime } from '../stored-times.ts';
import { live } from '../telegram-participants.ts';
import { accountKey } from '../telegram-people.ts';
import type { Answer } from './attributes.ts';
import type { FileNamed } from './files.ts';
import { isPartial } from './media-folder.ts';
import { messageKey } from './message-row.ts';
import type { MessageRow } from './message-row.ts';
import { peerOf } from './peer-id.ts';

/** A file of a message, with where it lies in the app's cache. */
export function attachment(row: MessageRow, file: FileNamed, index: number, transcript: string | null): Attachment {
  const { media } = row.reading;
  const found = file.resources.flatMap(({ name }, size) => (name === null ? [] : media.of(name).map((path) => ({ path, size })))); // prettier-ignore
  const ordered = [...found.filter(({ path }) => !isPartial(path)), ...found.filter(({ path }) => isPartial(path))];
  const candidates = ordered.map(({ path }) => path);
  // What lies there may be a smaller size than the message states: then it is that one's pixels and bytes that are told.
  const here = ordered[0]?.size ?? 0;
  const sized = here === 0 ? file : { ...file.sizes[here], sizeBytes: file.resources[here]?.sizeBytes ?? null };
  const names = file.resources.map(({ name }) => name).filter((name) => name !== null);
  const isCutOff = candidates[0] !== undefined && isPartial(candidates[0]);
  return {
    kind: 'attachment',
    key: `${row.key}/attachment/${index}`,
    from: live(row.at),
    message: row.key,
    type: file.type,
    mediaType: file.mediaType,
    name: file.name,
    caption: null,
    path: file.resources.find(({ path }) => path !== null)?.path ?? null,
    candidates,
    sha256: null,
    sizeBytes: sized.sizeBytes,
    durationS: file.durationS,
    width: sized.width ?? null,
    height: sized.height ?? null,
    thumbnail: null,
    transcript,
    stored: {
      ...(names.length > 0 && { resource: names.join(', ') }),
      ...(isCutOff && { incomplete: candidates[0] }),
      ...(here !== 0 && { 'image.here': file.resources[here]?.name ?? null, 'image.stated': statedSize(file) }),
      ...file.stored,
    },
  };
}

/** The largest size of a photo, which does not lie in the cache. */
function statedSize({ width, height, sizeBytes }: FileNamed): string {
  return `${width ?? '?'}×${height ?? '?'}, ${sizeBytes ?? '?'} bytes`;
}

/** The message that this one answers: its number, and the piece of its words that was chosen. */
export function quote(row: MessageRow, answer: Answer | null): readonly Extracted[] {
  if (answer === null) return [];
  const where = answer.peer ?? row.chat;
  return [
    {
      kind: 'quote',
      key: `${row.key}/quote`,
      from: live(row.at),
      message: row.key,
      target: { key: answer.id === null ? null : messageKey(where, answer.namespace, answer.id), serverId: null },
      sender: null,
      time: null,
      type: answer.quote === null ? 'unknown' : 'text',
      body: answer.quote,
    },
  ];
}

/**
 * Reactions: one for each account that the message names among the recent ones, and the rest of each count without accounts.
 * Source: TelegramMessenger/Telegram-iOS @0245fd3 SyncCore_ReactionsMessageAttribute.swift.
 */
export function* reactions(row: MessageRow): Generator<Extracted> {
  const stated = row.attributes.get('ReactionsMessageAttribute');
  if (stated === null) return;
  const named = new Map<string, number>();
  const reaction = (index: string, more: Pick<Reaction, 'account' | 'emoji' | 'count' | 'time' | 'stored'>): Reaction => ({ kind: 'reaction', key: `${row.key}/reaction/${index}`, from: live(row.at), message: row.key, ...more }); // prettier-ignore
  for (const [index, one] of stated.objects('rp').entries()) {
    const emoji = emojiOf(one);
    const who = peerOf(one.peek('p') as Stored | undefined);
    if (who !== null) yield* row.reading.people.meet(who, null, live(row.at));
    const issues: Extracted[] = [];
    const time = readTime(one.whole('ts'), 'reacted', row.at, 'value', issues, 'unix-s');
    yield* issues;
    named.set(emoji ?? '', (named.get(emoji ?? '') ?? 0) + 1);
    one.leave('_', 'p');
    yield reaction(`recent/${index}`, { account: who === null ? null : accountKey(who), emoji, count: 1, time, stored: one.rest('reaction.') }); // prettier-ignore
  }
  const counts = listOf(stated.peek('r'));
  let isTold = counts.length > 0;
  for (const [index, one] of counts.entries()) {
    const emoji = emojiOf(one);
    const count = (one.whole('c') ?? 0) - (named.get(emoji ?? '') ?? 0);
    // `cord`: the owner's account reacted so, 0 too.
    if (typeof one.peek('cord') === 'number') isTold = false;
    one.leave('_');
    const stored = one.rest('reaction.');
    if (count > 0) yield reaction(`count/${index}`, { account: null, emoji, count, time: null, stored });
    else if (count < 0 || Object.keys(stored).length > 0) isTold = false;
  }
  // Else the list is carried with the message as it is.
  if (isTold) stated.leave('r');
}

function listOf(value: unknown): readonly JsonFields[] {
  return Array.isArray(value) ? value.map((one) => JsonFields.of(one)).filter((one) => one !== null) : [];
}

/** A sign, the number of a sign of somebody's own, or the mark of a paid one. */
function emojiOf(one: JsonFields): string | null {
  const sign = one.text('v');
  if (sign !== null) return sign;
  const own = one.peek('cfid');
  one.leave('cfid');
  if (typeof own === 'number' || typeof own === 'string') return String(own);
  return one.peek('star') === undefined ? null : 'star';
}

/** Kinds of marks in words. Source: @0305d6c SyncCore_TextEntitiesMessageAttribute.swift. */
const TEXT_URL = 10;
const TEXT_MENTION = 11;

/** Marks in the words that lead elsewhere; places are counted in units of UTF-16. Whether other marks are there is told too. */
export function* marks(row: MessageRow, body: string): Generator<Extracted> {
  const attribute = row.attributes.get('TextEntitiesMessageAttribute');
  if (attribute === null) return;
  const stated = attribute.list('entities');
  const others: unknown[] = [];
  for (const [index, one] of attribute.objects('entities').entries()) {
    const kind = one.whole('_rawValue');
    const [start, end] = [one.whole('start'), one.whole('end')];
    const words = start === null || end === null ? null : body.slice(start, end);
    const user = peerOf(one.peek('peerId') as Stored | undefined);
    const url = one.text('url');
    if (kind === TEXT_MENTION && user !== null) {
      yield* row.reading.people.meet(user, null, live(row.at));
      yield { kind: 'mention', key: `${row.key}/mention/${index}`, from: live(row.at), message: row.key, account: accountKey(user), name: words }; // prettier-ignore
    } else if (kind === TEXT_URL && url !== null) {
      yield detail(row, `link/${index}`, { type: 'link', url, title: words, description: null });
    } else others.push(stated[index]);
  }
  if (others.length > 0)
    yield detail(row, 'entities', { type: 'other', name: 'entities', values: { entities: JSON.stringify(others) } });
}

export function detail(row: MessageRow, name: string, content: Detail['content']): Detail {
  return { kind: 'detail', key: `${row.key}/${name}`, from: live(row.at), message: row.key, content };
}
