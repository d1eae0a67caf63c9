import type { Attachment, BytesLocator, Extracted, Key, Message, Provenance, StoredColumns } from '../../model/index.ts'; // prettier-ignore
import type { Block } from './page-blocks.ts';
import { callOnPage, directionOf } from './page-call.ts';
import type { Author, PageChat } from './page-chats.ts';
import { aboutMessage } from './page-issues.ts';
import { besideMedia, pageMedia } from './page-media.ts';
import type { PageFile } from './page-media.ts';
import { lineOf } from './page-node.ts';
import { buttonsOf, linkedMessage, nameAndBot, partsOfMessage } from './page-parts.ts';
import type { MessageParts } from './page-parts.ts';
import { pageReactions } from './page-reactions.ts';
import { placeOf } from './page-reading.ts';
import type { PageMessage } from './page-row.ts';
import type { Page, PageReading } from './page-reading.ts';
import { pageTime, stampOf } from './page-times.ts';
import { pageWords } from './page-words.ts';
import type { PageWords } from './page-words.ts';

const NO_WORDS: PageWords = { body: null, links: [], stored: {} };

/** The app's words for whoever has no name any more. Source: `ComposeName` and `pushMessage` of its HTML writer, 929032d598. */
const NAMELESS = 'Deleted Account';

/** The records of one message of a page; a call is an event alone. */
export function* messageOnPage(
  block: Block,
  id: number | null,
  page: Page,
  chat: PageChat,
  reading: PageReading,
): Generator<Extracted> {
  // prettier-ignore
  const { node, offset, length } = block;
  const at: BytesLocator = { kind: 'bytes', file: page.file.sha256, offset, length };
  const parts = partsOfMessage(node);
  const isJoined = parts.fromName === null;
  const before = isJoined ? chat.before : null;
  const named = parts.fromName === null ? null : nameAndBot(parts.fromName);
  const author = named === null ? (before?.author ?? null) : authorOf(named.name, parts.colour);
  const origin = parts.originName === null ? null : nameAndBot(parts.originName);
  const isAgain = id !== null && !reading.seen.add(chat.folder, id);
  const key = keyOf(chat, id, offset, page, isAgain);
  const first: Provenance['at'] = before === null ? [at] : [at, before.at];
  const read: PageMessage = {
    block,
    page,
    chat,
    id,
    key,
    isAgain,
    from: { at: first, state: 'live' },
    parts,
    isJoined,
    author,
    isAlone: isJoined && before === null,
    stamp: stampOf(parts.date?.attributes.get('title') ?? null),
    media: parts.media[0] === undefined ? null : pageMedia(parts.media[0]),
  };
  const via = named?.via ?? origin?.via ?? before?.via ?? null;
  const forwardedFrom = parts.isForwarded ? (origin?.name ?? before?.origin ?? null) : null;
  chat.before = before ?? { at, author, via, origin: forwardedFrom };
  if (isJoined && parts.originName !== null) chat.before = { ...chat.before, origin: forwardedFrom };
  const { from } = read;
  if (author !== null) yield* reading.people.meet(chat, author, from, 'from_name');
  if (read.stamp !== null) {
    reading.said.times = true;
    reading.said.offsets ||= read.stamp.offset !== null;
  }
  const stored: StoredColumns = {
    ...(named !== null && (named.via !== null || author === null) && { from_name: named.whole }),
    ...(via !== null && { via }),
    ...(parts.isForwarded && { forwarded_from: forwardedFrom, forwarded_date: forwardedDate(parts) }),
  };
  const call = read.media?.call ?? null;
  if (call !== null) yield callOnPage(read, call, stored, reading);
  else yield* said(read, stored, reading);
  yield* aboutMessage(read);
}

function keyOf(chat: PageChat, id: number | null, offset: number, page: Page, isAgain: boolean): Key {
  const place = `@${page.file.path.slice(page.file.path.lastIndexOf('/') + 1)}:${offset}`;
  return `message:${chat.folder}:${id ?? ''}${id === null || isAgain ? place : ''}`;
}

function authorOf(name: string, colour: string | null): Author | null {
  return name === '' || name === NAMELESS ? null : { name, colour };
}

function forwardedDate({ originName }: MessageParts): string | null {
  const date = originName?.children.find((one) => typeof one !== 'string' && one.name === 'span');
  return typeof date === 'object' ? (date.attributes.get('title') ?? null) : null;
}

function* said(read: PageMessage, more: StoredColumns, reading: PageReading): Generator<Extracted> {
  const { chat, key, from, parts, media } = read;
  const words = parts.text === null ? NO_WORDS : pageWords(parts.text);
  const [, ...furtherMedia] = parts.media;
  const answer = parts.replyTo === null ? null : linkedMessage(parts.replyTo);
  const others = parts.others.map((one) => lineOf(one) ?? '').filter((text) => text !== '');
  const record: Message = {
    kind: 'message',
    key,
    from,
    conversation: chat.key,
    sender: read.author === null ? null : reading.people.keyOf(chat, read.author),
    direction: directionOf(read, reading),
    serverId: null,
    times: read.stamp === null ? [] : [pageTime(read.stamp, 'sent', reading.zone)],
    order: chat.position,
    type: media?.type ?? 'text',
    typeStored: media?.typeStored ?? 'message',
    body: words.body,
    status: null,
    forwarded: parts.isForwarded ? { score: null } : null,
    edited: null,
    deleted: null,
    viewOnce: false,
    starred: false,
    expires: null,
    system: null,
    stored: {
      id: read.id,
      ...more,
      ...media?.stored,
      ...words.stored,
      ...(parts.replyTo !== null && answer === null && { reply_to: lineOf(parts.replyTo) }),
      ...(parts.signature !== null && { signature: lineOf(parts.signature) }),
      ...(parts.buttons !== null && { buttons: buttonsOf(parts.buttons) }),
      ...(others.length > 0 && { others: others.join('\n') }),
      ...(parts.between !== null && { between: parts.between }),
      ...(furtherMedia.length > 0 && { further_media: furtherMedia.map((one) => lineOf(one)).join('\n') }),
    },
  };
  yield record;
  if (answer !== null)
    yield {
      kind: 'quote',
      key: `${key}/quote`,
      from,
      message: key,
      target: { key: `message:${chat.folder}:${answer}`, serverId: null },
      sender: null,
      time: null,
      type: 'unknown',
      body: null,
    };
  yield* partsBelow(read, words);
  if (parts.reactions !== null) yield* pageReactions(parts.reactions, key, chat, from, reading.people);
}

function* partsBelow({ key, from, media, page, parts }: PageMessage, words: PageWords): Generator<Extracted> {
  for (const [index, one] of (media?.files ?? []).entries()) yield fileOnPage(one, key, index, from, page);
  for (const [index, content] of [...(media?.details ?? []), ...words.links].entries())
    yield { kind: 'detail', key: `${key}/detail/${index}`, from, message: key, content };
  const beside = parts.media[0] === undefined ? null : besideMedia(parts.media[0]);
  if (beside !== null)
    yield { kind: 'detail', key: `${key}/detail/beside`, from, message: key, content: { type: 'other', name: 'media_wrap', values: { text: beside } } }; // prettier-ignore
}

/** The file that a page names; one that the export does not hold keeps the page's words for why. */
export function fileOnPage(one: PageFile, message: Key, index: number, from: Provenance, page: Page): Attachment {
  const place = one.href === null ? null : placeOf(page, one.href);
  return {
    kind: 'attachment',
    key: `${message}/attachment/${index}`,
    from,
    message,
    type: one.type,
    mediaType: null,
    name: one.name,
    caption: null,
    path: one.href,
    candidates: place === null ? [] : [place],
    sha256: null,
    sizeBytes: null,
    durationS: one.durationS,
    width: one.width,
    height: one.height,
    thumbnail: null,
    transcript: null,
    ...(Object.values(one.stored).some((value) => value !== null) && { stored: one.stored }),
  };
}
