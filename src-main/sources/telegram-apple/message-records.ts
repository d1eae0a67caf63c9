import { PostboxClasses } from '../../evidence/decode/postbox.ts';
import type { Extracted, Message, Stored } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { callEvent, conversationKey, live } from '../telegram-participants.ts';
import { accountKey, sharedMessageId } from '../telegram-people.ts';
import { readMedium } from './content.ts';
import type { Content } from './content.ts';
import { attachment, detail, marks, quote, reactions } from './message-parts.ts';
import { CLOUD, FLAGS, QUICK_REPLIES, SCHEDULED } from './message-row.ts';
import type { MessageRow } from './message-row.ts';
import type { ForwardInfo } from './message-value.ts';
import { kindOfPeer, peerOf } from './peer-id.ts';
import { classOf } from './postbox-cell.ts';
import type { Service } from './service.ts';

const ACTION = 'TelegramMediaAction';

interface Medium extends Content {
  readonly of: string;
}

/** The message or line of one row, with what belongs to it. */
export function* messageOf(row: MessageRow, service: Service | null): Generator<Extracted> {
  const { at, key, chat, namespace, id, value, attributes, reading } = row;
  const out: Extracted[] = [];
  const media: readonly Medium[] = row.media.filter((one) => classOf(one) !== ACTION).map((one) => ({ of: classOf(one), ...readMedium(one) })); // prettier-ignore
  const main = media.find(({ type }) => type !== 'text') ?? media[0];
  const body = value.text === '' ? null : value.text;
  const parts = attributes.isEmpty
    ? []
    : [...quote(row, attributes.answer()), ...reactions(row), ...marks(row, body ?? '')];
  const isSent = !SCHEDULED.has(namespace) && !QUICK_REPLIES.has(namespace);
  const time = readTime(row.date, isSent ? 'sent' : 'changed', at, 'key', out, 'unix-s');
  const edited = readTime(attributes.edited(), 'edited', at, 'value', out, 'unix-s');
  const { durationS, isOnce } = attributes.timer();
  const files = media.flatMap((one) => one.files);
  // Without a file the words stay among what is carried.
  const transcript = files.length === 0 ? null : (attributes.get('AudioTranscriptionMessageAttribute')?.text('text') ?? null); // prettier-ignore
  const forward = forwardOf(value.forward);
  for (const who of [...(service?.affected ?? []), ...forward.people]) yield* reading.people.meet(who, null, live(at));
  const isShared = id !== null && !row.isBeside && namespace === CLOUD && kindOfPeer(chat) !== 'secret';
  const message: Message = {
    kind: 'message',
    key,
    from: live(at),
    conversation: conversationKey(chat),
    sender: row.sender === null || service !== null ? null : accountKey(row.sender),
    direction: service !== null || row.isOut === null ? 'unknown' : row.isOut ? 'outgoing' : 'incoming',
    serverId: isShared ? sharedMessageId(chat, id, reading.people.owner) : null,
    times: isSent ? timesOf(time) : [],
    order: null,
    type: service !== null ? 'system' : value.type === 0 ? (main?.type ?? 'text') : 'unknown',
    typeStored: service !== null ? PostboxClasses.withHash(ACTION) : storedClass(main),
    body,
    status: statusOf(row, service),
    forwarded: value.forward === null ? null : { score: null },
    edited,
    deleted: null,
    viewOnce: isOnce,
    starred: false,
    expires: durationS === null ? null : { durationS, at: null },
    system: service === null ? null : systemLine(row, service),
    stored: {
      ...row.stored,
      ...(!isSent && time !== null && { timestamp: Number(time.stored) }),
      ...forward.values,
      ...together(media),
      ...service?.stored,
      ...(attributes.isEmpty ? null : attributes.rest(at, out)),
    },
  };
  yield message;
  for (const [index, file] of files.entries()) yield attachment(row, file, index, index === 0 ? transcript : null);
  const details = media.flatMap((one) => one.details);
  for (const [index, one] of details.entries()) yield detail(row, `detail/${index}`, one);
  yield* parts;
  yield* unknown(row, media, service);
  yield* out;
}

/** What is carried of the media of a message: of a second one under names of its own. */
function together(media: readonly Medium[]): Record<string, Stored> {
  const found: Record<string, Stored> = {};
  for (const [index, { stored }] of media.entries())
    for (const [name, value] of Object.entries(stored)) found[Object.hasOwn(found, name) ? `${name} (${index + 1})` : name] = value; // prettier-ignore
  return found;
}

/** The class that says what the message is, with its hash; empty for words alone. */
function storedClass(main: Medium | undefined): string {
  if (main === undefined) return '';
  return main.of.startsWith('#') ? `class${main.of}` : PostboxClasses.withHash(main.of);
}

function* unknown({ at, media: stated }: MessageRow, media: readonly Medium[], service: Service | null): Generator<Extracted> {
  for (const { of, isKnown } of media) {
    if (isKnown) continue;
    const words = 'The message holds a medium of a class that is not known; its values are carried.';
    yield rowIssue('warning', 'unknown-code', at, 'value', of, words);
  }
  for (const { of } of media) {
    if (of !== 'TelegramMediaUnsupported') continue;
    const words = 'The app did not know this kind of message: it kept its words and number alone.';
    yield rowIssue('warning', 'undecodable-payload', at, 'value', of, words);
  }
  if (service === null) return;
  if (!service.isKnown) {
    const words = 'The number of this line of the service is not known; its values are carried.';
    yield rowIssue('warning', 'unknown-code', at, 'value', service.actionStored, words);
  }
  if (stated.length > 1) {
    const words = 'A line of the service holds further media; these are carried with it.';
    yield rowIssue('note', 'undecodable-payload', at, 'value', null, words);
  }
} // prettier-ignore

function statusOf({ value, namespace, isOut }: MessageRow, service: Service | null): Message['status'] {
  if (SCHEDULED.has(namespace)) return 'pending';
  if (service !== null || isOut === null || QUICK_REPLIES.has(namespace)) return null;
  const flags = value.flags ?? 0;
  if (!isOut) return 'received';
  if ((flags & FLAGS.failed) !== 0) return 'failed';
  return (flags & (FLAGS.unsent | FLAGS.sending)) !== 0 ? 'pending' : 'sent';
}

/** Where a forwarded message came from; all of it is carried. */
function forwardOf(info: ForwardInfo | null): {
  readonly values: Readonly<Record<string, Stored>>;
  readonly people: readonly string[];
} {
  if (info === null) return { values: {}, people: [] };
  const [author, source, peer] = [peerOf(info.author), peerOf(info.source), peerOf(info.message?.peer)];
  const message = info.message === null ? null : `${peer ?? ''}:${info.message.namespace}/${info.message.id}`;
  const values = {
    'forward.author': author, 'forward.date': info.date, 'forward.source': source, 'forward.message': message,
    'forward.signature': info.signature, 'forward.announcement': info.announcement, 'forward.flags': info.flags,
  }; // prettier-ignore
  return {
    values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
    people: [author, source].filter((one) => one !== null),
  };
}

function systemLine({ sender, chat, reading }: MessageRow, service: Service): Message['system'] {
  const { action, actionStored, affected, after } = service;
  // The app writes one action for all that it makes; the list of peers says what was made.
  const isChannel = action === 'group-created' && reading.facts.get(chat)?.type === 'channel';
  return {
    action: isChannel ? 'channel-created' : action,
    actionStored,
    actor: sender === null ? null : accountKey(sender),
    affected: affected.map(accountKey),
    before: null,
    after,
  };
}

/** The event of a call. */
export function* callOf(row: MessageRow, service: Service, call: NonNullable<Service['call']>): Generator<Extracted> {
  const { at, attributes, value, reading } = row;
  const out: Extracted[] = [];
  const time = readTime(row.date, 'started', at, 'key', out, 'unix-s');
  const body = value.text === '' ? null : value.text;
  yield* callEvent(reading.people, { ...row, time, call, body }, () => ({
    ...row.stored,
    ...forwardOf(value.forward).values,
    ...service.stored,
    ...attributes.rest(at, out),
  }));
  yield* unknown(row, [], service);
  yield* out;
}
