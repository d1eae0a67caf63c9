import type { Graph } from '../../../src-main/contract/index.ts';
import { goView, here } from '../../state/location.ts';

type Node = Graph['nodes'][number];

/** Shows what stands behind a node: a group's messages, or the conversations in which an account takes part. */
export function openNode(node: Node): void {
  const { filter } = here();
  if (node.kind === 'conversation') goView('conversations', { conversation: node.ref });
  else goView('conversations', { filter: { ...filter, accounts: [node.ref] } });
}

/** Shows what stands behind a link: an account's messages in a group, or the conversations with the other account. */
export function openLink(one: Node, other: Node): void {
  const { filter } = here();
  const group = [one, other].find((node) => node.kind === 'conversation');
  const account = [one, other].find((node) => node.kind === 'account' && !node.isOwner) ?? one;
  if (group === undefined) openNode(account);
  else {
    const sender = one === group ? other : one;
    goView('conversations', { conversation: group.ref, filter: { ...filter, senders: [sender.ref] } });
  }
}
