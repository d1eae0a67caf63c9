import { countSenderGroups, readLooseCalls, type CaseFile } from '../case/index.ts';
import type { Filter, Graph, Params } from '../contract/index.ts';
import { contactBase, type ContactBase } from './contact-base.ts';

/** Edges with fewer messages and calls together than `minMessages` (1) are left out; the `maxNodes` (20,000) busiest nodes are kept. */
type GraphRequest = Params<'graph.get'>;

/**
 * Who is in touch with whom under a filter. An edge between two accounts comes only from a one-to-one conversation or
 * call; a group is a node of its own, with an edge from each account that sent something into it, so that a group never
 * makes pairs of its members. System lines are not contact. Sorted, so that the same case gives the same graph.
 */
export function readGraph(file: CaseFile, request: GraphRequest): Graph {
  const base = contactBase(file);
  return build(base, countContacts(file, base, request.filter), request.minMessages ?? 1, request.maxNodes ?? 20_000);
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

/** What a filter lets through, by the position of edge and node. */
interface ContactCounts {
  readonly messages: Uint32Array;
  readonly calls: Uint32Array;
  /** Of dated messages and calls; Infinity and -Infinity where there is none. */
  readonly firstMs: Float64Array;
  readonly lastMs: Float64Array;
  readonly conversations: readonly number[][];
  readonly nodeMessages: Uint32Array;
}

function countContacts(file: CaseFile, base: ContactBase, filter: Filter): ContactCounts {
  const { groups, edgeOf, senderOf, conversationOf } = base;
  const found = countSenderGroups(file.db, filter);
  const size = base.from.length;
  const counts = {
    messages: new Uint32Array(size),
    calls: new Uint32Array(size),
    firstMs: new Float64Array(size).fill(Infinity),
    lastMs: new Float64Array(size).fill(-Infinity),
    conversations: Array.from({ length: size }, (): number[] => []),
    nodeMessages: new Uint32Array(base.nodes.length),
  };
  groups.ids.forEach((id, group) => {
    const items = found.items[id] ?? 0;
    if (items === 0) return;
    const isCall = groups.calls[group] === 1;
    if (!isCall)
      for (const node of [senderOf[group] ?? -1, conversationOf[group] ?? -1])
        if (node !== -1) counts.nodeMessages[node] = (counts.nodeMessages[node] ?? 0) + items;
    const edge = edgeOf[group] ?? -1;
    if (edge === -1) return;
    addItems(counts, edge, isCall, items, found.firstMs[id] ?? Infinity, found.lastMs[id] ?? -Infinity);
    const conversations = counts.conversations[edge];
    const conversation = groups.conversations[group] ?? 0;
    // Groups come by conversation, so that one that is known already is the last.
    if (conversations?.at(-1) !== conversation) conversations?.push(conversation);
  });
  for (const call of readLooseCalls(file.db, filter)) {
    const edge = base.callEdge(call);
    if (edge !== null) addItems(counts, edge, true, 1, call.timeMs ?? Infinity, call.timeMs ?? -Infinity);
  }
  return counts;
}

function addItems(
  counts: ContactCounts,
  edge: number,
  isCall: boolean,
  items: number,
  firstMs: number,
  lastMs: number,
): void {
  const of = isCall ? counts.calls : counts.messages;
  of[edge] = (of[edge] ?? 0) + items;
  counts.firstMs[edge] = Math.min(counts.firstMs[edge] ?? Infinity, firstMs);
  counts.lastMs[edge] = Math.max(counts.lastMs[edge] ?? -Infinity, lastMs);
}

function build(base: ContactBase, counts: ContactCounts, least: number, maxNodes: number): Graph {
  const { nodes, from, to } = base;
  const strengths = new Uint32Array(nodes.length);
  const kept: number[] = [];
  from.forEach((a, edge) => {
    const weight = (counts.messages[edge] ?? 0) + (counts.calls[edge] ?? 0);
    if (weight === 0 || weight < least) return;
    kept.push(edge);
    for (const node of [a, to[edge] ?? 0]) strengths[node] = (strengths[node] ?? 0) + weight;
  });
  const touched = nodes.flatMap((_, node) => ((strengths[node] ?? 0) > 0 ? [node] : []));
  const busiest =
    touched.length <= maxNodes
      ? touched
      : touched.toSorted((a, b) => (strengths[b] ?? 0) - (strengths[a] ?? 0) || a - b).slice(0, maxNodes);
  const isChosen = new Uint8Array(nodes.length);
  for (const node of busiest) isChosen[node] = 1;
  const joined = kept.filter((edge) => isChosen[from[edge] ?? 0] === 1 && isChosen[to[edge] ?? 0] === 1);
  return {
    nodes: nodes.flatMap((node, at) => isChosen[at] === 1 ? [{ ...node, messages: counts.nodeMessages[at] ?? 0 }] : []), // prettier-ignore
    edges: joined.map((edge) => ({
      from: nodes[from[edge] ?? 0]?.id ?? '',
      to: nodes[to[edge] ?? 0]?.id ?? '',
      messages: counts.messages[edge] ?? 0,
      calls: counts.calls[edge] ?? 0,
      firstMs: finite(counts.firstMs[edge]),
      lastMs: finite(counts.lastMs[edge]),
      conversations: counts.conversations[edge] ?? [],
    })),
    held: { nodes: touched.length - busiest.length, edges: kept.length - joined.length },
  };
}

function finite(ms: number | undefined): number | null {
  return ms === undefined || !Number.isFinite(ms) ? null : ms;
}
