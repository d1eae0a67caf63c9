import type { Call, Stored, StoredColumns, SystemAction } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { peerOf } from './peer-id.ts';
import { restOf } from './postbox-cell.ts';

/** What a line of the service says, by our words. */
export interface Service {
  readonly action: SystemAction;
  /** The app's number of the action. */
  readonly actionStored: string;
  readonly after: string | null;
  /** Identifiers of accounts. */
  readonly affected: readonly string[];
  readonly stored: StoredColumns;
  /** Of a call. */
  readonly call: Pick<Call, 'video' | 'group' | 'durationS' | 'outcome' | 'outcomeStored'> | null;
  readonly isKnown: boolean;
}

const PHONE_CALL = 14;
const GROUP_CALL = 22;
const INVITED_TO_CALL = 23;
const CONFERENCE_CALL = 48;

/**
 * Actions by number, with our word and the key whose value the line came to. Numbers without a word of ours are notices of the app.
 * Source: TelegramMessenger/Telegram-iOS @0305d6c SyncCore_TelegramMediaAction.swift to 24, dossier of Telegram, section B2.4, to 65.
 */
const ACTIONS: Readonly<Record<number, readonly [SystemAction, string?]>> = {
  0: ['unknown'],
  1: ['group-created', 'title'],
  2: ['member-added'],
  3: ['member-removed'],
  4: ['icon-changed'],
  5: ['subject-changed', 'title'],
  6: ['message-pinned'],
  7: ['member-joined-by-link'],
  12: ['timer-changed', 't'],
  [PHONE_CALL]: ['call'],
  16: ['app-notice', 'text'],
  19: ['contact-notice'],
  [GROUP_CALL]: ['call'],
  [INVITED_TO_CALL]: ['call'],
  25: ['join-request'],
  28: ['app-notice', 'title'],
  29: ['app-notice', 'title'],
  [CONFERENCE_CALL]: ['call'],
};
const LAST_ACTION = 65;

/** Why a call ended, where the reason alone says what became of it. Source: the same file, PhoneCallDiscardReason. */
const MISSED = 0;

/** Reads what a line of the service says; its other values are carried as stored. `actor`: who it is of. */
export function readService(action: JsonFields, actor: string | null): Service {
  const number = action.whole('_rawValue') ?? 0;
  const [word, key] = ACTIONS[number] ?? ['app-notice'];
  const affected = affectedBy(action);
  const isLeaving = word === 'member-removed' && affected.length === 1 && affected[0] === actor;
  const value = key === undefined ? null : action.whole(key);
  const after = value === null ? (key === undefined ? null : action.text(key)) : String(value);
  return {
    action: isLeaving ? 'member-left' : word,
    actionStored: String(number),
    after,
    affected: isLeaving ? [] : affected,
    call: callOf(action, number),
    stored: { ...others(action), ...leftOver(action) },
    isKnown: number >= 0 && number <= LAST_ACTION,
  };
}

/** Accounts that were added, removed or invited: a list of bytes, its count and numbers of 64 bits, or a list of such numbers. */
function affectedBy(action: JsonFields): readonly string[] {
  const stated = action.peek('peerIds');
  if (Array.isArray(stated)) {
    action.leave('peerIds');
    return distinct(stated.map((one: unknown) => peerOf(one as Stored)));
  }
  const hex = action.text('peerIds');
  if (hex === null) return [];
  const bytes = Buffer.from(hex, 'hex');
  const count = bytes.length < 4 ? 0 : bytes.readInt32LE(0);
  const places = Array.from({ length: Math.max(0, Math.min(count, Math.floor((bytes.length - 4) / 8))) }, (_, i) => 4 + i * 8); // prettier-ignore
  return distinct(places.map((at) => peerOf(bytes.readBigInt64LE(at))));
}

function distinct(peers: readonly (string | null)[]): readonly string[] {
  return [...new Set(peers.filter((peer) => peer !== null))];
}

/** Peers that an action names, by the identifiers of this program. */
function others(action: JsonFields): Record<string, Stored> {
  const found: Record<string, Stored> = {};
  for (const key of ['inviter', 'groupId', 'channelId', 'fromId', 'toId']) {
    const peer = peerOf(action.peek(key) as Stored | undefined);
    if (peer === null) continue;
    action.leave(key);
    found[`action.${key}`] = peer;
  }
  return found;
}

function leftOver(action: JsonFields): StoredColumns {
  action.leave('accessHash', 'access_hash');
  return restOf(action, 'action.');
}

function callOf(action: JsonFields, number: number): Service['call'] {
  const isGroup = number === GROUP_CALL || number === CONFERENCE_CALL;
  if (!isGroup && number !== PHONE_CALL) return null;
  const durationS = action.whole(isGroup ? 'duration' : 'd');
  const reason = action.whole('dr');
  const video = action.flag('vc');
  return {
    video: isGroup ? null : video,
    group: isGroup,
    durationS,
    outcome: durationS !== null && durationS > 0 && !isGroup ? 'answered' : reason === MISSED ? 'missed' : 'unknown',
    outcomeStored: reason === null ? '' : String(reason),
  };
}
