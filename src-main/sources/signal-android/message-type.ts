import type { Message, MessageType, Stored, SystemAction } from '../../model/index.ts';

/**
 * The 36 bits of `message.type` (before it `sms.type`, `mms.msg_box`). Bits and values: signalapp/Signal-Android,
 * database/MessageTypes.java; that A is blocked and B unblocked, C a poll's end and D a pinned message: later versions of that file.
 */
export interface StoredType {
  readonly base: number;
  /** `outgoing` and `incoming` where the base says so. */
  readonly direction: Message['direction'];
  /** What a line of the app tells; null for what a person sent. */
  readonly action: SystemAction | null;
  /** The part of the bits that says it, for example `KEY_EXCHANGE_IDENTITY_UPDATE_BIT`. */
  readonly name: string;
  /** What the bits alone say of the kind; null leaves it to body and files. */
  readonly type: MessageType | null;
  /** The base is one of an own message or call, also of a line of the app. */
  readonly isOwn: boolean;
  readonly isVideoCall: boolean;
  readonly isGroupV2: boolean;
  readonly isGroupUpdate: boolean;
  readonly isGroupLeave: boolean;
  /** False for a base or special value that is not in the list. */
  readonly isKnown: boolean;
}

const BASE_MASK = 0x1f;
const LOW = 2 ** 32;
const SPECIAL_VALUES = 16;

const BITS = {
  identityVerified: 0x4000,
  identityDefault: 0x2000,
  identityUpdate: 0x200,
  keyExchange: 0xff00,
  groupUpdate: 0x10000,
  groupLeave: 0x20000,
  timer: 0x40000,
  groupV2: 0x80000,
  endSession: 0x400000,
  sessionRefresh: 0x10000000,
  noSession: 0x08000000,
  duplicate: 0x04000000,
  legacy: 0x02000000,
} as const;

type Base = readonly [name: string, direction: Message['direction'], action: SystemAction | null, type: MessageType];

const BASES: ReadonlyMap<number, Base> = new Map<number, Base>([
  [1, ['INCOMING_AUDIO_CALL_TYPE', 'incoming', null, 'call']],
  [2, ['OUTGOING_AUDIO_CALL_TYPE', 'outgoing', null, 'call']],
  [3, ['MISSED_AUDIO_CALL_TYPE', 'incoming', null, 'call']],
  [4, ['JOINED_TYPE', 'unknown', 'contact-notice', 'system']],
  [5, ['UNSUPPORTED_MESSAGE_TYPE', 'unknown', 'app-notice', 'system']],
  [6, ['INVALID_MESSAGE_TYPE', 'unknown', 'app-notice', 'system']],
  [7, ['PROFILE_CHANGE_TYPE', 'unknown', 'contact-notice', 'system']],
  [8, ['MISSED_VIDEO_CALL_TYPE', 'incoming', null, 'call']],
  [9, ['GV1_MIGRATION_TYPE', 'unknown', 'app-notice', 'system']],
  [10, ['INCOMING_VIDEO_CALL_TYPE', 'incoming', null, 'call']],
  [11, ['OUTGOING_VIDEO_CALL_TYPE', 'outgoing', null, 'call']],
  [12, ['GROUP_CALL_TYPE', 'unknown', null, 'call']],
  [13, ['BAD_DECRYPT_TYPE', 'unknown', 'app-notice', 'system']],
  [14, ['CHANGE_NUMBER_TYPE', 'unknown', 'number-changed', 'system']],
  [15, ['RELEASE_CHANNEL_DONATION_REQUEST_TYPE', 'unknown', 'app-notice', 'system']],
  [16, ['THREAD_MERGE_TYPE', 'unknown', 'contact-notice', 'system']],
  [17, ['SMS_EXPORT_TYPE', 'unknown', 'app-notice', 'system']],
  [18, ['SESSION_SWITCHOVER_TYPE', 'unknown', 'contact-notice', 'system']],
]);

/** What people sent: the base says which way and how far it came. */
export const SENT_BASES: ReadonlyMap<number, Message['status']> = new Map([
  [20, 'received'],
  [21, 'pending'],
  [22, 'pending'],
  [23, 'sent'],
  [24, 'failed'],
  [25, 'pending'],
  [26, 'pending'],
]);

const INBOX = 20;

const SPECIALS: ReadonlyMap<number, readonly [name: string, action: SystemAction | null, type: MessageType | null]> =
  new Map([
    [1, ['SPECIAL_TYPE_STORY_REACTION', null, null]],
    [2, ['SPECIAL_TYPE_GIFT_BADGE', null, 'payment']],
    [3, ['SPECIAL_TYPE_PAYMENTS_NOTIFICATION', null, 'payment']],
    [4, ['SPECIAL_TYPE_PAYMENTS_ACTIVATE_REQUEST', 'app-notice', 'system']],
    [5, ['SPECIAL_TYPE_REPORTED_SPAM', 'contact-notice', 'system']],
    [6, ['SPECIAL_TYPE_MESSAGE_REQUEST_ACCEPTED', 'contact-notice', 'system']],
    [8, ['SPECIAL_TYPE_PAYMENTS_ACTIVATED', 'app-notice', 'system']],
    [9, ['SPECIAL_TYPE_PAYMENTS_TOMBSTONE', null, 'payment']],
    [10, ['SPECIAL_TYPE_BLOCKED', 'blocked', 'system']],
    [11, ['SPECIAL_TYPE_UNBLOCKED', 'unblocked', 'system']],
    [12, ['SPECIAL_TYPE_POLL_TERMINATE', 'app-notice', 'system']],
    [13, ['SPECIAL_TYPE_PINNED_MESSAGE', 'message-pinned', 'system']],
  ]);

/** Bits that make a line of the app whatever the base is, in the order in which the app asks them. */
const LINES: readonly (readonly [bit: number, name: string, action: SystemAction, type: MessageType])[] = [
  [BITS.timer, 'EXPIRATION_TIMER_UPDATE_BIT', 'timer-changed', 'system'],
  [BITS.endSession, 'END_SESSION_BIT', 'app-notice', 'system'],
  [BITS.identityUpdate, 'KEY_EXCHANGE_IDENTITY_UPDATE_BIT', 'security-code-changed', 'system'],
  [BITS.identityVerified, 'KEY_EXCHANGE_IDENTITY_VERIFIED_BIT', 'contact-notice', 'system'],
  [BITS.identityDefault, 'KEY_EXCHANGE_IDENTITY_DEFAULT_BIT', 'contact-notice', 'system'],
  [BITS.keyExchange, 'KEY_EXCHANGE_MASK', 'app-notice', 'system'],
  [BITS.sessionRefresh, 'ENCRYPTION_REMOTE_FAILED_BIT', 'app-notice', 'system'],
  [BITS.duplicate, 'ENCRYPTION_REMOTE_DUPLICATE_BIT', 'app-notice', 'system'],
];

/** What the stored bits say; null for a cell that is no whole number of at most 36 bits. */
export function readType(cell: Stored | undefined): StoredType | null {
  if (typeof cell !== 'number' || !Number.isInteger(cell) || cell < 0 || cell >= LOW * SPECIAL_VALUES) return null;
  const low = cell % LOW;
  const special = Math.floor(cell / LOW);
  const base = low & BASE_MASK;
  const has = (bit: number): boolean => (low & bit) !== 0;
  const known = BASES.get(base);
  const status = SENT_BASES.get(base);
  const more = special === 0 ? undefined : SPECIALS.get(special);
  const common = {
    base,
    isOwn: known?.[1] === 'outgoing' || (status !== undefined && base !== INBOX),
    isVideoCall: base === 8 || base === 10 || base === 11,
    isGroupV2: has(BITS.groupV2),
    isGroupUpdate: has(BITS.groupUpdate),
    isGroupLeave: has(BITS.groupLeave),
    isKnown: (known !== undefined || status !== undefined) && (special === 0 || more !== undefined),
  };
  const direction = known?.[1] ?? (status === undefined ? 'unknown' : base === INBOX ? 'incoming' : 'outgoing');
  if (more !== undefined) {
    const [name, action, type] = more;
    return { ...common, direction: action === null ? direction : 'unknown', action, name, type };
  }
  if (special !== 0) return { ...common, direction, action: null, name: `SPECIAL_TYPE_${special}`, type: 'unknown' };
  const line = LINES.find(([bit]) => has(bit));
  if (line !== undefined && known?.[3] !== 'call')
    return { ...common, direction: 'unknown', action: line[2], name: line[1], type: line[3] };
  if (common.isGroupUpdate || common.isGroupLeave) {
    const action = common.isGroupLeave ? 'member-left' : 'app-notice';
    const name = common.isGroupLeave ? 'GROUP_LEAVE_BIT' : 'GROUP_UPDATE_BIT';
    return { ...common, direction: 'unknown', action, name, type: 'system' };
  }
  const isLost = has(BITS.noSession) || has(BITS.legacy);
  if (known !== undefined) return { ...common, direction, action: known[2], name: known[0], type: known[3] };
  const type = isLost ? 'undecrypted' : status === undefined ? 'unknown' : null;
  return { ...common, direction, action: null, name: `BASE_TYPE_${base}`, type };
}
