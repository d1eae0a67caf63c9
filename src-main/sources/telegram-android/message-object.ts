import { JsonFields } from '../json-fields.ts';
import { peerOf, whoOf } from './peers.ts';

/** What the object of a message says, through all layers and of secret chats. */
export interface MessageObject {
  /** `message`, `messageService`, `message_secret`… */
  readonly constructor: string;
  /** The same with its number. */
  readonly own: string | null;
  readonly id: number | null;
  /** Seconds since 1970. */
  readonly date: number | null;
  /** Who wrote, where the object says it; of secret chats it holds the lower half of a number alone, which is carried. */
  readonly from: string | null;
  /** The conversation; in older layers of a message to the owner, the owner. */
  readonly peer: string | null;
  readonly out: boolean;
  /** A post of a channel, which the channel itself wrote. */
  readonly isPost: boolean;
  readonly body: string | null;
  /** Seconds since 1970; null where the app does not show the message as edited. */
  readonly edited: number | null;
  /** Seconds until the message destroys itself. */
  readonly timerS: number | null;
  readonly isForwarded: boolean;
}

/** Bits that the oldest schema of a constructor does not name yet. Source: core.telegram.org/constructor/message, messageReplyHeader. */
const EDIT_HIDE = 1 << 21;
const FORUM_TOPIC = 1 << 3;

/** Takes what every message has; media, marks and lists are left to be taken. */
export function readObject(fields: JsonFields, own: string | null): MessageObject {
  const isHidden = hasBit(fields, 'edit_hide', EDIT_HIDE);
  const edited = isHidden ? null : fields.whole('edit_date');
  const timerS = fields.whole('ttl_period') ?? fields.whole('ttl');
  return {
    constructor: fields.text('_') ?? '',
    own,
    id: fields.whole('id'),
    date: fields.whole('date'),
    from: whoOf(fields, 'from_id'),
    peer: peerOf(fields.object('peer_id') ?? fields.object('to_id')),
    out: fields.flag('out') === true,
    isPost: fields.flag('post') === true,
    body: fields.text('message'),
    edited: edited === 0 ? null : edited,
    timerS: timerS !== null && timerS > 0 ? timerS : null,
    isForwarded: fields.has('fwd_from') || fields.has('fwd_from_id'),
  };
}

/** What a message answers. */
export interface Answer {
  /** Null where the header names no message. */
  readonly id: number | null;
  /** The conversation of the answered message, where it is another one. */
  readonly peer: string | null;
  /** The piece of its words that was chosen to be shown. */
  readonly quote: string | null;
}

/** A message's answer; null for none, and for a message that only stands in a topic. What is left is carried. */
export function readAnswer(fields: JsonFields): Answer | null {
  const number = fields.whole('reply_to_msg_id');
  if (number !== null) return { id: number, peer: null, quote: null };
  const header = JsonFields.of(fields.peek('reply_to'));
  if (header?.text('_') !== 'messageReplyHeader') return null;
  const isTopic = hasBit(header, 'forum_topic', FORUM_TOPIC) && !header.has('reply_to_top_id');
  if (isTopic) return null;
  const peer = peerOf(header.object('reply_to_peer_id'));
  return { id: header.whole('reply_to_msg_id'), peer, quote: header.text('quote_text') };
}

function hasBit(fields: JsonFields, name: string, bit: number): boolean {
  const flags = fields.peek('flags');
  return fields.peek(name) === true || (typeof flags === 'number' && (flags & bit) !== 0);
}
