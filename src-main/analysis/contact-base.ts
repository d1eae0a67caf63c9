import {
  accountNames,
  atOnce,
  caseStamp,
  readConversationEnds,
  readLooseCalls,
  readOwners,
  readSenderGroups,
  type CaseFile,
  type ConversationEnds,
  type SenderGroups,
  type Steps,
} from '../case/index.ts';
import type { Graph } from '../contract/index.ts';

type LooseCall = ReturnType<typeof readLooseCalls>[number];

/** What a graph of contacts is made of under any filter; nodes and edges by position. */
export interface ContactBase {
  readonly stamp: string;
  /** Accounts before conversations, each by number. */
  readonly nodes: readonly Omit<Graph['nodes'][number], 'messages'>[];
  /** The ends of each edge, in the order of both. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly groups: SenderGroups;
  /** The edge that each group counts for; -1 for none. */
  readonly edgeOf: Int32Array;
  /** The node of each group's sender, and of its conversation where that is a node; -1 for none. */
  readonly senderOf: Int32Array;
  readonly conversationOf: Int32Array;
  /** The edge of a call outside any conversation; null where it joins no pair. */
  readonly callEdge: (call: LooseCall) => number | null;
}

const known = new WeakMap<CaseFile['db'], ContactBase>();

/** Read once until the items of the case change. */
export function contactBase({ db }: CaseFile): ContactBase {
  const stamp = caseStamp(db);
  const before = known.get(db);
  if (before?.stamp === stamp) return before;
  const base = atOnce(readBase(db, stamp));
  known.set(db, base);
  return base;
}

/** Reads it ahead of the first question. */
export function* contactsAhead({ db }: CaseFile): Steps<void> {
  const stamp = caseStamp(db);
  if (known.get(db)?.stamp === stamp) return;
  const base = yield* readBase(db, stamp);
  if (caseStamp(db) === stamp) known.set(db, base);
}

function* readBase(db: CaseFile['db'], stamp: string): Steps<ContactBase> {
  const groups = readSenderGroups(db);
  const ends = readConversationEnds(db, [...new Set(groups.conversations)]);
  yield;
  const owners = readOwners(db);
  const pairs: (readonly [from: NodeKey, to: NodeKey] | null)[] = Array.from(groups.senders, (sender, at) =>
    edgeOf(ends.get(groups.conversations[at] ?? 0), sender),
  );
  const called = readLooseCalls(db, {}).flatMap((call) => {
    const pair = callPair(call, owners);
    return pair === null ? [] : [pair];
  });
  yield;
  const keys = new Set([...pairs, ...called].flatMap((pair) => pair ?? []));
  const { nodes, at } = namedNodes(db, keys, ends);
  yield;
  const edges = new Map<string, readonly [from: number, to: number]>();
  for (const pair of [...pairs, ...called]) {
    const [from, to] = [at.get(pair?.[0] ?? 0), at.get(pair?.[1] ?? 0)];
    if (from !== undefined && to !== undefined) edges.set(`${from} ${to}`, [from, to]);
  }
  yield;
  const sorted = [...edges.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const places = new Map(sorted.map(([from, to], place) => [`${from} ${to}`, place]));
  const placeOf = (pair: readonly [NodeKey, NodeKey] | null): number | null =>
    pair === null ? null : (places.get(`${at.get(pair[0]) ?? ''} ${at.get(pair[1]) ?? ''}`) ?? null);
  return {
    stamp,
    nodes,
    from: Uint32Array.from(sorted, ([from]) => from),
    to: Uint32Array.from(sorted, ([, to]) => to),
    groups,
    edgeOf: Int32Array.from(pairs, (pair) => placeOf(pair) ?? -1),
    senderOf: Int32Array.from(groups.senders, (sender) => at.get(sender) ?? -1),
    conversationOf: Int32Array.from(groups.conversations, (id) => at.get(-id) ?? -1),
    callEdge: (call) => placeOf(callPair(call, owners)),
  };
}

/** An account by its number, a conversation by its number below zero. */
type NodeKey = number;

/** Between the pair of a one-to-one conversation, else from the sender to the conversation; null without a sender. */
function edgeOf(conversation: ConversationEnds | undefined, sender: number): readonly [NodeKey, NodeKey] | null {
  if (conversation === undefined) return null;
  const { id, type, owner, account } = conversation;
  if (type === 'one-to-one' && owner !== null && account !== null && owner !== account) return [owner, account];
  return sender === 0 ? null : [sender, -id];
}

/** Calls with one other account join it to the owner; calls with several belong to no pair. */
function callPair(call: LooseCall, owners: ReadonlyMap<number, number>): readonly [NodeKey, NodeKey] | null {
  const owner = owners.get(call.source);
  const others = new Set([...call.accounts, ...(call.actor === null ? [] : [call.actor])].filter((id) => id !== owner));
  const [other] = others;
  return owner === undefined || other === undefined || others.size !== 1 ? null : [owner, other];
}

function namedNodes(
  db: CaseFile['db'],
  keys: ReadonlySet<NodeKey>,
  ends: ReadonlyMap<number, ConversationEnds>,
): Pick<ContactBase, 'nodes'> & { readonly at: ReadonlyMap<NodeKey, number> } {
  const sorted = [...keys].sort((a, b) => placeOf(a) - placeOf(b));
  const names = accountNames(
    db,
    sorted.filter((key) => key > 0),
  );
  const at = new Map<NodeKey, number>();
  const nodes: ContactBase['nodes'][number][] = [];
  for (const key of sorted) {
    const account = names.get(key);
    const conversation = ends.get(-key);
    if (account === undefined && conversation === undefined) continue;
    at.set(key, nodes.length);
    if (account !== undefined) nodes.push({ id: `account-${key}`, kind: 'account', ref: key, label: account.name, identifier: account.identifier, isOwner: account.isOwner }); // prettier-ignore
    else if (conversation !== undefined) nodes.push({ id: `conversation-${-key}`, kind: 'conversation', ref: -key, label: conversation.title, identifier: conversation.identifier, isOwner: false }); // prettier-ignore
  }
  return { nodes, at };
}

function placeOf(key: NodeKey): number {
  return key > 0 ? key : 2 ** 50 - key;
}
