import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { Graph } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useMessages } from '../../messages/index.ts';
import { openLink, openNode } from './open-messages.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';

/** A node's links, each leading to the messages behind it. */
export function NodeDetail(props: {
  readonly graph: Graph;
  readonly id: string;
  readonly onChoose: (id: string) => void;
}): ReactNode {
  const m = useMessages();
  const { graph, id } = props;
  const node = graph.nodes.find((candidate) => candidate.id === id);
  if (node === undefined) return null;
  const links = graph.edges
    .filter((edge) => edge.from === id || edge.to === id)
    .map((edge) => ({ edge, other: graph.nodes.find((one) => one.id === (edge.from === id ? edge.to : edge.from)) }))
    .sort((a, b) => b.edge.messages - a.edge.messages);
  return (
    <section className="panel node-detail" aria-label={`${m.graph.links} ${node.label}`}>
      <div className="row">
        <h2>
          <EvidenceText text={node.label} />
        </h2>
        {node.isOwner && <span className="badge">{m.graph.owner}</span>}
        <span className="spring" />
        <Button
          size="small"
          text={m.graph.openTalk}
          onClick={() => {
            openNode(node);
          }}
        />
      </div>
      <EvidenceText text={node.identifier} className="mono muted" />
      <ul className="plain">
        {links.slice(0, 200).map(({ edge, other }) => (
          <li key={`${edge.from} ${edge.to}`}>
            <button
              type="button"
              className="link-row"
              onClick={() => {
                if (other !== undefined) props.onChoose(other.id);
              }}
            >
              <EvidenceText text={other?.label ?? m.general.notStored} className="ellipsis" />
              <span className="spring" />
              <span className="numeric">{m.counts.messages(edge.messages)}</span>
              {edge.calls > 0 && <span className="numeric muted">{m.counts.calls(edge.calls)}</span>}
            </button>
            <div className="row small">
              {edge.lastMs !== null && (
                <span className="muted">
                  {m.graph.last} <TimeText ms={edge.lastMs} />
                </span>
              )}
              <span className="spring" />
              {other !== undefined && (
                <button
                  type="button"
                  className="link-button"
                  aria-label={`${m.graph.openTalk}: ${node.label}, ${other.label}`}
                  onClick={() => {
                    openLink(node, other);
                  }}
                >
                  {m.graph.openTalk}
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
