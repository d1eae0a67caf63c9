import type { Conversation, ConversationType, Event, Extracted, Key, Participant } from '../../model/index.ts';
import { CHAT_TYPES } from './codes.ts';
import type { Context } from './context.ts';
import { partProvenance, provenanceOf, storedOf } from './context.ts';
import { modelsOf, textOf, valueOf } from './model.ts';
import type { Model } from './model.ts';
import { partiesOf, partyKey, serviceOfModel } from './people.ts';
import { timeOf } from './times.ts';

const USED: ReadonlySet<string> = new Set(['Id', 'Name', 'Participants', 'Messages', 'ActivityLog']);

/** The key of a chat's conversation, by the id of its model. */
export function chatKey(chat: Model): Key {
  return `model:${chat.id}`;
}

/** A chat and its participants. */
export function* chatRecords(context: Context, chat: Model): Generator<Extracted> {
  const service = serviceOfModel(chat, null);
  const key = chatKey(chat);
  const parties = partiesOf(chat, 'Participants');
  const keys = parties.map((party) => partyKey(party, service)).filter((one) => one !== null);
  const others = keys.filter((one) => !context.people.isOwner(one));
  const identifier = textOf(chat, 'Id');
  const type = typeOf(chat, identifier, keys.length, others.length);
  const isPair = type === 'one-to-one' && others.length === 1;
  yield {
    kind: 'conversation',
    key,
    from: provenanceOf(context, chat),
    type,
    identifier: identifier ?? chat.id,
    title: textOf(chat, 'Name'),
    account: isPair ? (others[0] ?? null) : null,
    parent: null,
    created: timeOf(valueOf(chat, 'StartTime'), 'started'),
    archived: null,
    hidden: null,
    description: textOf(chat, 'Description'),
    draft: null,
    disappearingS: null,
    stored: storedOf(context, chat, USED),
  } satisfies Conversation;
  for (const party of parties) {
    const account = partyKey(party, service);
    if (account !== null) yield participant(context, party, key, account);
  }
}

function participant(context: Context, party: Model, conversation: Key, account: Key): Participant {
  const admin = textOf(party, 'IsGroupAdmin')?.toLowerCase();
  return {
    kind: 'participant',
    key: `${conversation}/${account}`,
    from: partProvenance(context, party),
    conversation,
    account,
    role: admin === 'true' ? 'admin' : admin === 'false' ? 'member' : 'unknown',
    membership: 'unknown',
    joined: null,
    left: null,
  };
}

/** By the tool's word; where it has none, by the ends of WhatsApp's identifiers, else by who takes part. */
function typeOf(chat: Model, identifier: string | null, parties: number, others: number): ConversationType {
  if (identifier === 'status@broadcast') return 'status';
  const stated = CHAT_TYPES[textOf(chat, 'ChatType') ?? ''];
  if (stated !== undefined) return stated;
  if (identifier?.endsWith('@g.us') === true) return 'group';
  if (identifier?.endsWith('@newsletter') === true) return 'channel';
  if (identifier?.endsWith('@broadcast') === true) return 'broadcast';
  return parties <= 2 && others === 1 ? 'one-to-one' : 'unknown';
}

/** A line of a chat's activity that stands outside its messages. */
export function* activityRecords(
  context: Context,
  model: Model,
  conversation: Key,
  service: string,
): Generator<Extracted> {
  const time = timeOf(valueOf(model, 'SystemMessageTimeStamp') ?? valueOf(model, 'TimeStamp'), 'sent');
  const accounts = modelsOf(model, 'Participant').map((party) => partyKey(party, service));
  const isMembership = textOf(model, 'Action')?.startsWith('Participant') === true;
  yield {
    kind: 'event',
    key: `model:${model.id}`,
    from: provenanceOf(context, model),
    type: isMembership ? 'membership' : 'unknown',
    conversation,
    actor: null,
    accounts: accounts.filter((one) => one !== null),
    direction: 'unknown',
    times: time === null ? [] : [time],
    call: null,
    body: textOf(model, 'SystemMessageBody'),
    stored: storedOf(context, model, NONE),
  } satisfies Event;
}

const NONE: ReadonlySet<string> = new Set();

/** The conversations of messages that lie in no chat, made known at their first message. */
export class LooseConversations {
  readonly #met = new Set<Key>();

  /** The key under which a message lies: one for each app, account and set of parties. */
  *keyOf(context: Context, model: Model): Generator<Extracted, Key> {
    const service = serviceOfModel(model, null);
    const parties = partiesOf(model, 'From', 'To', 'Cc', 'Bcc', 'Party', 'Parties', 'Participants');
    const keys = parties.map((party) => partyKey(party, service)).filter((one) => one !== null);
    const others = keys.filter((one) => !context.people.isOwner(one)).sort();
    const account = textOf(model, 'Account');
    const key = `loose:${JSON.stringify([service, account, others])}`;
    if (this.#met.has(key)) return key;
    this.#met.add(key);
    const isPair = others.length === 1;
    yield {
      kind: 'conversation',
      key,
      from: partProvenance(context, model),
      type: isPair ? 'one-to-one' : 'unknown',
      identifier: others.length === 0 ? service : others.join(', '),
      title: null,
      account: isPair ? (others[0] ?? null) : null,
      parent: null,
      created: null,
      archived: null,
      hidden: null,
      description: null,
      draft: null,
      disappearingS: null,
      stored: { container: 'none', ...(account === null ? {} : { Account: account }) },
    } satisfies Conversation;
    for (const party of parties) {
      const one = partyKey(party, service);
      if (one !== null) yield participant(context, party, key, one);
    }
    return key;
  }
}
