import { bytesField, message } from '../../../fixtures/protobuf-writer.ts';
import type { Device, Post, Story, Thread } from '../../../fixtures/story.ts';
import { answered, isGone, quotedText, storedMs, uuidOf } from '../fixture-signal.ts';
import { contextOf } from './fixture-groups.ts';

export type Row = Readonly<Record<string, string | number | bigint | Uint8Array | null>>;

/** What rows of messages name by number. */
export interface Numbers {
  readonly recipient: (person: string) => number;
  readonly thread: (thread: string) => number;
  /** The recipient that a thread is with. */
  readonly partner: (thread: string) => number;
}

const SECURE_PUSH = 0xa00000;
const INBOX = 20;
const SENT = 23;
const SPECIAL = 2 ** 32;
const UNASSIGNED = 14;
const GROUP_UPDATE = 0x80000 | 0x10000;
const SPECIAL_OF = { blocked: 10, unblocked: 11 } as const;

/** The rows of a post, one for each wording, the first with the id `from`. The last is the message as it stands. */
export function rowsOf(
  post: Post,
  story: Story,
  device: Device,
  thread: Thread,
  numbers: Numbers,
  from: number,
  variant: string,
): readonly Row[] {
  const isOwn = post.sender === device.owner;
  const sentMs = storedMs(post, device);
  const own = numbers.recipient(device.owner);
  const partner = numbers.partner(post.thread);
  const isOld = variant !== 'attachment-table';
  const author = post.sender === null ? partner : numbers.recipient(post.sender);
  const base = {
    date_sent: sentMs,
    date_received: sentMs + (isOwn ? 0 : 870),
    date_server: isOwn ? -1 : sentMs + 410,
    thread_id: numbers.thread(post.thread),
    from_recipient_id: isOld && isOwn ? partner : author,
    from_device_id: 1,
    to_recipient_id: isOwn ? partner : own,
    type: SECURE_PUSH | (isOwn ? SENT : INBOX),
    read: 1,
  };
  if (post.body.type === 'system')
    return [{ _id: from, ...base, ...lineOf(post, thread, base.type, variant, numbers) }];
  if (post.body.type === 'unknown') return [{ _id: from, ...base, type: UNASSIGNED * SPECIAL + base.type, body: post.body.text }]; // prettier-ignore
  const last = from + post.edits.length;
  const state = isOwn ? stateOf(post) : { unidentified: 1, server_guid: uuidOf(`guid ${post.serverId}`) };
  if (post.revoked !== null) return [{ _id: last, ...base, ...state, remote_deleted: 1 }];
  const whole = { _id: last, ...base, ...state, ...contentOf(post), ...answerOf(post, story, device, numbers), view_once: post.viewOnce ? 1 : 0, ...timerOf(post, sentMs) }; // prettier-ignore
  if (isOld || post.edits.length === 0) return [whole];
  const times = [sentMs, ...post.edits.map(({ ms }) => ms)];
  const earlier = post.edits.map(({ before }, i) => ({ ...whole, _id: from + i, date_sent: times[i] ?? 0, body: before, latest_revision_id: last, original_message_id: i === 0 ? null : from, revision_number: i })); // prettier-ignore
  return [...earlier, { ...whole, date_sent: times.at(-1) ?? 0, original_message_id: from, revision_number: post.edits.length }]; // prettier-ignore
}

function timerOf(post: Post, sentMs: number): Row {
  return post.expiresS === null ? {} : { expires_in: post.expiresS * 1000, expire_started: sentMs + 1000 };
}

/** What an own message of a conversation of two knows of receipts: which came, and when the last did. */
function stateOf(post: Post): Row {
  const delivered = post.receipts.flatMap(({ deliveredMs }) => (deliveredMs === null ? [] : [deliveredMs]));
  const read = post.receipts.flatMap(({ readMs }) => (readMs === null ? [] : [readMs]));
  const last = Math.max(0, ...delivered, ...read);
  return {
    has_delivery_receipt: delivered.length > 0 ? 1 : 0,
    has_read_receipt: read.length > 0 ? 1 : 0,
    receipt_timestamp: last === 0 ? -1 : last,
  };
}

function contentOf(post: Post): Row {
  const { body } = post;
  switch (body.type) {
    case 'text':
      return { body: body.text, ...(post.mentions.length > 0 && { message_ranges: message(1, bytesField(5, 'https://range.example')) }) }; // prettier-ignore
    case 'link':
      return { body: body.text, link_previews: JSON.stringify([{ url: body.url, title: body.title, description: body.description, date: post.sentMs }]) }; // prettier-ignore
    case 'location':
      return { body: `${body.name ?? ''}\nhttps://maps.example/?q=${body.latitude},${body.longitude}`.trim() };
    case 'contact':
      return { shared_contacts: JSON.stringify(body.cards.map(({ name }) => ({ name: { displayName: name }, phoneNumbers: [{ number: '+12025550103', type: 'MOBILE' }] }))) }; // prettier-ignore
    case 'poll':
      return { body: body.question };
    case 'media':
      return { body: body.caption };
    case 'system':
    case 'unknown':
      return {};
  }
}

function answerOf(post: Post, story: Story, device: Device, numbers: Numbers): Row {
  const original = post.replyTo === null ? undefined : answered(story).get(post.replyTo);
  if (original?.sender === undefined || original.sender === null) return {};
  return {
    quote_id: storedMs(original, device),
    quote_author: numbers.recipient(original.sender),
    quote_body: quotedText(original, post),
    quote_missing: isGone(original, post) ? 1 : 0,
  };
}

/** Lines that the app writes itself. */
function lineOf(post: Post, thread: Thread, type: number, variant: string, numbers: Numbers): Row {
  if (post.body.type !== 'system') throw new Error(`story: ${post.serverId} is no line of the app`);
  const { system } = post.body;
  const context = contextOf(system, post, thread);
  if (context !== null) {
    const bits = type | GROUP_UPDATE | (system.action === 'member-left' ? 0x20000 : 0);
    return variant === 'attachment-table'
      ? { type: bits, message_extras: message(1, bytesField(1, context)) }
      : { type: bits, body: context.toString('base64') };
  }
  switch (system.action) {
    case 'timer-changed':
      return { type: type | 0x40000, expires_in: system.seconds * 1000 };
    case 'number-changed':
      return { type: 14 };
    case 'security-code-changed': {
      const about = numbers.recipient(system.persons[0] ?? '');
      return { type: (SECURE_PUSH | INBOX) + 0x200, from_recipient_id: about };
    }
    case 'blocked':
    case 'unblocked':
      return { type: SPECIAL_OF[system.action] * SPECIAL + (SECURE_PUSH | SENT) };
    default:
      throw new Error(`story: the app has no line for ${system.action}`);
  }
}
