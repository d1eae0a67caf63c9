import type { Extracted, Key, Locator, Message, MessageType, Recovery, StoredColumns, Timestamp } from '../../model/index.ts'; // prettier-ignore
import type { Books } from './books.ts';

/** What an index says of a message that the store does not hold. Accounts are identifiers as stored. */
export interface GoneFacts {
  readonly key: Key;
  readonly at: readonly [Locator, ...Locator[]];
  readonly talker: string;
  readonly sender: string | null;
  readonly serverId: string | null;
  readonly time: Timestamp | null;
  readonly type: MessageType;
  readonly typeStored: string;
  readonly body: string | null;
  readonly stored: StoredColumns;
}

/** A message of which only an index is left: with what that stores, and no more. */
export function goneMessage(
  one: GoneFacts,
  { accounts, conversations }: Books,
  recovery: Recovery,
  out: Extracted[],
): Message {
  const [at] = one.at;
  const conversation = conversations.refer(one.talker, at, accounts, out);
  const sender = one.sender === null ? null : accounts.refer(one.sender, at, out);
  return {
    kind: 'message',
    key: one.key,
    from: { at: one.at, state: 'recovered', recovery },
    stored: one.stored,
    conversation,
    sender,
    direction: sender === null || accounts.owner === null ? 'unknown' : sender === accounts.owner ? 'outgoing' : 'incoming', // prettier-ignore
    serverId: one.serverId,
    times: one.time === null ? [] : [one.time],
    order: null,
    type: one.type,
    typeStored: one.typeStored,
    body: one.body,
    status: null,
    forwarded: null,
    edited: null,
    deleted: null,
    viewOnce: false,
    starred: false,
    expires: null,
    system: null,
  };
}

const OTHERWISE =
  'The index of media keeps that there was such a message, with what this record shows, and no words. The message may have been deleted, or removed with its conversation; or it lies in a store that is not in the exhibit or not open.';

/** Of a message that only an index of media names. `isWhole`: no store of messages of the account is shut. */
export function mediaRecovery(isWhole: boolean): Recovery {
  return { method: 'media-index', confidence: isWhole ? 'medium' : 'low', otherwise: OTHERWISE };
}

const UNNAMED =
  'The row names its conversation in a way that nothing in the store explains, so its message was not looked for: it may stand among those that were read. It may as well have been deleted, or lie in a store that is not in the exhibit or not open.';

/** Of a row of an index whose conversation is not known: whether the store holds its message cannot be told. */
export function notLookedFor(method: Recovery['method']): { readonly state: 'recovered'; readonly recovery: Recovery } {
  return { state: 'recovered', recovery: { method, confidence: 'low', otherwise: UNNAMED } };
}

/** Why a row of an index of media makes no record of its own. */
export const MEDIA_STANDING = 'row of an index of media whose message the store holds';
