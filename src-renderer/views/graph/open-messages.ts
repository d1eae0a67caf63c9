import type { Filter, Graph } from '../../../src-main/contract/index.ts';
import { goView, here } from '../../state/location.ts';
import { narrow } from '../overview/open-messages.ts';

type Node = Graph['nodes'][number];
type Edge = Graph['edges'][number];

/** Shows what stands behind a node: a group's messages, or the conversations in which an account takes part. */
export function openNode(node: Node): void {
  const { filter } = here();
  if (node.kind === 'conversation') goView('conversations', { conversation: node.ref });
  else goView('conversations', { filter: { ...filter, accounts: [node.ref] } });
}

/**
 * Shows what stands behind an edge: the conversation of two accounts, or what an account sent into a group; calls that
 * belong to no conversation are in the timeline.
 */
export function openEdge(edge: Edge, ends: readonly [from: Node, to: Node], within: Filter): void {
  const filter = narrow(here().filter, within);
  const group = ends.find((node) => node.kind === 'conversation');
  const sender = ends.find((node) => node.kind === 'account');
  if (group !== undefined && sender !== undefined) {
    goView('conversations', { conversation: group.ref, filter: narrow(filter, { senders: [sender.ref] }) });
    return;
  }
  const [only, ...others] = edge.conversations;
  if (only === undefined) {
    const other = ends.find((node) => !node.isOwner) ?? ends[1];
    goView('timeline', { filter: narrow(filter, { accounts: [other.ref], types: ['call'] }) });
  } else if (others.length === 0) goView('conversations', { conversation: only, filter });
  else goView('timeline', { filter: narrow(filter, { conversations: [...edge.conversations] }) });
}
