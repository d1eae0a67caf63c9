import { accountNames, countBySender, readConversationEnds, readLooseCalls, readOwners, type CaseFile, type ConversationEnds } from '../case/index.ts'; // prettier-ignore
import type { Filter, Graph, Params } from '../contract/index.ts';

/** Edges with fewer messages and calls together than `minMessages` (1) are left out; the `maxNodes` (20,000) busiest nodes are kept. */
type GraphRequest = Params<'graph.get'>;

type Node = Graph['nodes'][number];
type Edge = Graph['edges'][number];

/**
 * Who is in touch with whom under a filter. An edge between two accounts comes only from a one-to-one conversation or
 * call; a group is a node of its own, with an edge from each account that sent something into it, so that a group never
 * makes pairs of its members. System lines are not contact. Sorted, so that the same case gives the same graph.
 */
export function readGraph(file: CaseFile, request: GraphRequest): Graph {
  const { db } = file;
  const counts = countBySender(db, request.filter);
  const ends = readConversationEnds(db, [...new Set(counts.map(({ conversation }) => conversation))]);
  const edges = new Map<string, Edge>();
  const weights = new Map<string, number>();
  for (const count of counts) {
    const conversation = ends.get(count.conversation);
    if (conversation === undefined || count.messages + count.calls === 0) continue;
    const edge = edgeOf(conversation, count.sender);
    if (edge !== null) addEdge(edges, { ...edge, ...count, conversations: [conversation.id] });
    if (count.sender !== null) addWeight(weights, accountNode(count.sender), count.messages);
    if (pairOf(conversation) === null) addWeight(weights, conversationNode(conversation.id), count.messages);
  }
  addLooseCalls(file, request.filter, edges);
  const least = request.minMessages ?? 1;
  const kept = [...edges.values()].filter(({ messages, calls }) => messages + calls >= least);
  return build(file, kept, ends, weights, request.maxNodes ?? 20_000);
}

/** The nodes with these ids and the edges between them; `held` as it was. */
export function cutGraph(graph: Graph, ids: readonly string[]): Graph {
  const wanted = new Set(ids);
  return {
    ...graph,
    nodes: graph.nodes.filter(({ id }) => wanted.has(id)),
    edges: graph.edges.filter(({ from, to }) => wanted.has(from) && wanted.has(to)),
  };
}

function accountNode(id: number): string {
  return `account-${id}`;
}

function conversationNode(id: number): string {
  return `conversation-${id}`;
}

/** The two accounts of a one-to-one conversation; null where one is unknown, or for any other kind. */
function pairOf(conversation: ConversationEnds): readonly [owner: number, other: number] | null {
  const { type, owner, account } = conversation;
  return type === 'one-to-one' && owner !== null && account !== null && owner !== account ? [owner, account] : null;
}

/** Between the pair of a one-to-one conversation, else from the sender to the conversation; null without a sender. */
function edgeOf(conversation: ConversationEnds, sender: number | null): Pick<Edge, 'from' | 'to'> | null {
  const pair = pairOf(conversation);
  if (pair !== null) return { from: accountNode(pair[0]), to: accountNode(pair[1]) };
  return sender === null ? null : { from: accountNode(sender), to: conversationNode(conversation.id) };
}

function addEdge(edges: Map<string, Edge>, edge: Edge): void {
  const name = `${edge.from} ${edge.to}`;
  const before = edges.get(name);
  edges.set(name, {
    from: edge.from,
    to: edge.to,
    messages: (before?.messages ?? 0) + edge.messages,
    calls: (before?.calls ?? 0) + edge.calls,
    firstMs: pick(Math.min, before?.firstMs ?? null, edge.firstMs),
    lastMs: pick(Math.max, before?.lastMs ?? null, edge.lastMs),
    conversations: [...new Set([...(before?.conversations ?? []), ...edge.conversations])],
  });
}

function pick(choose: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : choose(a, b);
}

function addWeight(weights: Map<string, number>, node: string, messages: number): void {
  weights.set(node, (weights.get(node) ?? 0) + messages);
}

/** Calls with one other account join it to the owner; calls with several belong to no pair and are left out. */
function addLooseCalls(file: CaseFile, filter: Filter, edges: Map<string, Edge>): void {
  const owners = readOwners(file.db);
  for (const call of readLooseCalls(file.db, filter)) {
    const owner = owners.get(call.source);
    const others = new Set(
      [...call.accounts, ...(call.actor === null ? [] : [call.actor])].filter((id) => id !== owner),
    );
    const [other] = others;
    if (owner === undefined || other === undefined || others.size !== 1) continue;
    addEdge(edges, {
      from: accountNode(owner),
      to: accountNode(other),
      messages: 0,
      calls: 1,
      firstMs: call.timeMs,
      lastMs: call.timeMs,
      conversations: [],
    });
  }
}

function build(
  file: CaseFile,
  edges: readonly Edge[],
  ends: ReadonlyMap<number, ConversationEnds>,
  weights: ReadonlyMap<string, number>,
  maxNodes: number,
): Graph {
  const touched = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  const places = new Map(touched.map((id) => [id, placeOf(id)]));
  const compare = (a: string, b: string): number => (places.get(a) ?? 0) - (places.get(b) ?? 0);
  const strength = new Map<string, number>();
  for (const { from, to, messages, calls } of edges)
    for (const node of [from, to]) addWeight(strength, node, messages + calls);
  const chosen = new Set(
    touched.toSorted((a, b) => (strength.get(b) ?? 0) - (strength.get(a) ?? 0) || compare(a, b)).slice(0, maxNodes),
  );
  const names = accountNames(file.db, [...chosen].filter(isAccount).map(refOf));
  const nodes = [...chosen].sort(compare).flatMap((id): Node[] => {
    const ref = refOf(id);
    const messages = weights.get(id) ?? 0;
    if (isAccount(id)) {
      const account = names.get(ref);
      if (account === undefined) return [];
      return [
        {
          id,
          kind: 'account',
          ref,
          label: account.name,
          identifier: account.identifier,
          isOwner: account.isOwner,
          messages,
        },
      ];
    }
    const conversation = ends.get(ref);
    if (conversation === undefined) return [];
    return [
      {
        id,
        kind: 'conversation',
        ref,
        label: conversation.title,
        identifier: conversation.identifier,
        isOwner: false,
        messages,
      },
    ];
  });
  const joined = edges.filter(({ from, to }) => chosen.has(from) && chosen.has(to));
  return {
    nodes,
    edges: joined.toSorted((a, b) => compare(a.from, b.from) || compare(a.to, b.to)),
    held: { nodes: touched.length - chosen.size, edges: edges.length - joined.length },
  };
}

function isAccount(node: string): boolean {
  return node.startsWith('account-');
}

function refOf(node: string): number {
  return Number(node.slice(node.indexOf('-') + 1));
}

/** Accounts before conversations, each by number. */
function placeOf(node: string): number {
  return refOf(node) + (isAccount(node) ? 0 : 2 ** 50);
}
