import type { Call, StoredColumns, SystemAction } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';

/** What a line of the service says, by our words. */
export interface Service {
  readonly action: SystemAction;
  /** The constructor. */
  readonly actionStored: string;
  readonly after: string | null;
  /** Identifiers of accounts. */
  readonly affected: readonly string[];
  /** Values that no field takes. */
  readonly stored: StoredColumns;
  /** Of a call. */
  readonly call: Pick<Call, 'video' | 'group' | 'durationS' | 'outcome' | 'outcomeStored'> | null;
}

/**
 * Actions by our word, with the field whose value the line came to. Constructors that the table holds and that mean what no word of ours
 * says are notices of the app. Source: core.telegram.org/type/MessageAction and the client's own constructors.
 */
const ACTIONS: Readonly<Record<string, readonly [SystemAction, string?]>> = {
  messageActionChatCreate: ['group-created', 'title'],
  messageActionChannelCreate: ['channel-created', 'title'],
  messageActionChatAddUser: ['member-added'],
  messageActionChatDeleteUser: ['member-removed'],
  messageActionChatJoinedByLink: ['member-joined-by-link'],
  messageActionChatEditTitle: ['subject-changed', 'title'],
  messageActionChatEditPhoto: ['icon-changed'],
  messageActionChatDeletePhoto: ['icon-changed'],
  messageActionPinMessage: ['message-pinned'],
  messageActionSetMessagesTTL: ['timer-changed', 'period'],
  messageActionTTLChange: ['timer-changed', 'ttl'],
  decryptedMessageActionSetMessageTTL: ['timer-changed', 'ttl_seconds'],
  messageActionContactSignUp: ['contact-notice'],
  messageActionInviteToGroupCall: ['call'],
  messageActionGroupCallScheduled: ['call'],
  messageActionCreatedBroadcastList: ['broadcast-created'],
  messageActionCustomAction: ['app-notice', 'message'],
  messageActionTopicCreate: ['app-notice', 'title'],
  messageActionTopicEdit: ['app-notice', 'title'],
  messageActionEmpty: ['unknown'],
};

/** Why a call ended, where the reason alone says what became of it; a busy line or a lost one can be either side's. */
const OUTCOMES: Readonly<Record<string, Call['outcome']>> = { phoneCallDiscardReasonMissed: 'missed' };

/** Bit of a call's flags that says that it had a picture; the oldest schemas name none. Source: core.telegram.org/constructor/messageActionPhoneCall. */
const VIDEO = 4;

/** Reads what a line of the service says; its other values are left to be carried as stored. `actor`: who it is of. */
export function readService(stated: JsonFields, actor: string | null): Service {
  const inner = stated.text('_') === 'messageEncryptedAction' ? stated.object('encrypted_action') : null;
  const action = inner ?? stated;
  const actionStored = action.text('_') ?? '';
  const [word, field] = ACTIONS[actionStored] ?? ['app-notice'];
  const affected = affectedBy(action);
  const isLeaving = word === 'member-removed' && affected.length === 1 && affected[0] === actor;
  const number = field === undefined ? null : action.whole(field);
  const after = number === null ? (field === undefined ? null : action.text(field)) : String(number);
  const call = callOf(action, actionStored);
  const stored = { ...inner?.rest('data.action.'), ...stated.rest('data.action.') };
  return { action: isLeaving ? 'member-left' : word, actionStored, after, affected: isLeaving ? [] : affected, stored, call }; // prettier-ignore
}

/** Accounts that were added or removed. */
function affectedBy(action: JsonFields): readonly string[] {
  const kind = action.text('_') ?? '';
  if (!/^messageAction(?:Chat(?:Create|AddUser|DeleteUser)|InviteToGroupCall)$/u.test(kind)) return [];
  const one = action.whole('user_id');
  const users = one === null ? action.wholes('users') : [one];
  return [...new Set(users)].map((id) => `user${id}`);
}

function callOf(action: JsonFields, constructor: string): Service['call'] {
  const isGroup = constructor === 'messageActionGroupCall' || constructor === 'messageActionConferenceCall';
  if (!isGroup && constructor !== 'messageActionPhoneCall') return null;
  const durationS = action.whole('duration');
  const reason = action.object('reason')?.text('_') ?? '';
  const flags = action.whole('flags');
  const hasVideo = action.flag('video') === true || (flags !== null && (flags & VIDEO) !== 0);
  return {
    video: isGroup ? null : hasVideo,
    group: isGroup,
    durationS,
    outcome: durationS !== null && durationS > 0 && !isGroup ? 'answered' : (OUTCOMES[reason] ?? 'unknown'),
    outcomeStored: reason,
  };
}
