import { Button, ButtonGroup } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { Filter, Graph } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { OnlyThis } from '../../components/only-this.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { EdgeFacts } from './edge-facts.tsx';
import type { GraphModel } from './graph-model.ts';
import { openNode } from './open-messages.ts';
import type { Ego, ShownPart } from './shown-part.ts';
import type { Figures } from './window-figures.ts';

const MOST_LINKS = 200;

/** A node: what is stored of the account or group, its links, and what of the graph can be shown from it. */
export function NodeDetail(props: {
  readonly model: GraphModel;
  readonly part: ShownPart;
  /** Null while they are on their way. */
  readonly figures: Figures | null;
  readonly node: number;
  readonly within: Filter;
  readonly onNode: (node: number) => void;
  readonly onEgo: (ego: Ego) => void;
  readonly onPathFrom: (node: number) => void;
  /** Given where the node was put somewhere by hand. */
  readonly onRelease: (() => void) | null;
}): ReactNode {
  const m = useMessages();
  const { model, part, figures } = props;
  const weights = figures?.weights ?? model.weights;
  const node = model.graph.nodes[props.node];
  if (node === undefined) return null;
  const links = (model.edgesOf[props.node] ?? [])
    .filter((edge) => part.edges[edge] === 1 && weights[edge] !== 0)
    .sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);
  return (
    <section className="panel node-detail" aria-label={`${m.graph.links} ${node.label}`}>
      <div className="row">
        <h2 className="ellipsis">
          <EvidenceText text={node.label} />
        </h2>
        {node.isOwner && <span className="badge">{m.graph.owner}</span>}
        <span className="spring" />
        <OnlyThis
          name={node.label}
          part={node.kind === 'account' ? { accounts: [node.ref] } : { conversations: [node.ref] }}
        />
        <Button
          size="small"
          text={m.graph.openTalk}
          onClick={() => {
            openNode(node);
          }}
        />
      </div>
      {node.kind === 'account' ? <AccountFacts node={node} /> : <GroupFacts node={node} />}
      <div className="row node-actions">
        <ButtonGroup>
          {([1, 2] as const).map((depth) => (
            <Button
              key={depth}
              size="small"
              text={m.graph.neighbours(depth)}
              onClick={() => {
                props.onEgo({ id: node.id, depth });
              }}
            />
          ))}
        </ButtonGroup>
        <Button
          size="small"
          text={m.graph.pathFrom}
          onClick={() => {
            props.onPathFrom(props.node);
          }}
        />
        {props.onRelease !== null && <Button size="small" text={m.graph.release} onClick={props.onRelease} />}
      </div>
      <h3 className="small">{figures === null ? '…' : m.counts.links(links.length)}</h3>
      <ul className="plain">
        {links.slice(0, MOST_LINKS).map((edge) => (
          <li key={edge}>
            <EdgeFacts
              model={model}
              figures={figures}
              edge={edge}
              of={props.node}
              within={props.within}
              onNode={props.onNode}
            />
          </li>
        ))}
      </ul>
      {figures !== null && links.length > MOST_LINKS && (
        <p className="muted small">{m.graph.linksHeld(MOST_LINKS, links.length)}</p>
      )}
    </section>
  );
}

/** Identifier, and each name an app or address book gave the account. */
function AccountFacts({ node }: { readonly node: Graph['nodes'][number] }): ReactNode {
  const m = useMessages();
  const { data, error } = useEngine('account.page', { at: { item: node.ref }, limit: 1 });
  const account = data?.rows.find((row) => row.id === node.ref);
  if (error !== null) return <FailureNote error={error} />;
  return (
    <dl className="facts small">
      <div>
        <dt>{m.graph.identifier}</dt>
        <dd>
          <EvidenceText text={node.identifier} className="mono" />
        </dd>
      </div>
      {account !== undefined && account.phone !== null && account.phone !== node.identifier && (
        <div>
          <dt>{m.graph.phone}</dt>
          <dd>
            <EvidenceText text={account.phone} className="mono" />
          </dd>
        </div>
      )}
      {(account?.names ?? []).map(({ name, givenBy, column }, at) => (
        <div key={at}>
          <dt>{m.graph.givenBy(m.graph.givers[givenBy] ?? givenBy)}</dt>
          <dd title={column}>
            <EvidenceText text={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function GroupFacts({ node }: { readonly node: Graph['nodes'][number] }): ReactNode {
  const m = useMessages();
  const { data, error } = useEngine('conversation.get', { conversation: node.ref });
  if (error !== null) return <FailureNote error={error} />;
  return (
    <dl className="facts small">
      <div>
        <dt>{m.graph.identifier}</dt>
        <dd>
          <EvidenceText text={node.identifier} className="mono" />
        </dd>
      </div>
      {data !== undefined && (
        <div>
          <dt>{m.conversations.details}</dt>
          <dd className="numeric">{m.counts.participants(data.conversation.participants)}</dd>
        </div>
      )}
    </dl>
  );
}
