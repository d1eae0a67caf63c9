import { InputGroup } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import { VirtualRows } from '../../components/virtual-rows.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { plainVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';
import type { GraphModel } from './graph-model.ts';
import type { ShownPart } from './shown-part.ts';

const nothing = (): void => undefined;

/** The nodes that are shown, the busiest first, for those who cannot see the picture; found by name or identifier. */
export function NodeList(props: {
  readonly model: GraphModel;
  readonly part: ShownPart;
  readonly chosen: number | null;
  readonly onChoose: (node: number) => void;
}): ReactNode {
  const m = useMessages();
  const { model, part } = props;
  const [name, setName] = useState('');
  const wanted = name.trim().toLocaleLowerCase();
  const { nodes } = model.graph;
  const isFound = (node: number): boolean => {
    const one = nodes[node];
    return (
      one !== undefined &&
      part.nodes[node] === 1 &&
      `${one.label} ${one.identifier}`.toLocaleLowerCase().includes(wanted)
    );
  };
  const shown = nodes
    .map((_, node) => node)
    .filter(isFound)
    .sort((a, b) => (nodes[b]?.messages ?? 0) - (nodes[a]?.messages ?? 0) || a - b);
  const active = props.chosen === null ? -1 : shown.indexOf(props.chosen);
  const choose = (index: number): void => {
    const node = shown[index];
    if (node !== undefined) props.onChoose(node);
  };
  return (
    <>
      <InputGroup
        size="small"
        value={name}
        onValueChange={setName}
        placeholder={m.graph.find}
        aria-label={m.graph.find}
        onKeyDown={(event) => {
          if (event.key === 'Enter') choose(0);
        }}
      />
      <VirtualRows
        className="node-list"
        count={shown.length}
        rowHeight={34}
        label={m.graph.list}
        active={active < 0 ? null : active}
        onActive={choose}
        onOpen={choose}
        onRange={nothing}
        row={(index) => {
          const node = nodes[shown[index] ?? -1];
          if (node === undefined) return null;
          return (
            <div className="node-row" title={plainVisible(node.identifier)}>
              <span className={`node-mark ${node.kind}${node.isOwner ? ' owner' : ''}`} />
              <span className="ellipsis">
                <EvidenceText text={node.label} />
              </span>
              <span className="spring" />
              <span className="muted small">{node.kind === 'account' ? m.graph.account : m.graph.conversation}</span>
              <span className="numeric">{showCount(node.messages)}</span>
            </div>
          );
        }}
      />
    </>
  );
}
