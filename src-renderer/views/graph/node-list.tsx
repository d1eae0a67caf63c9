import { InputGroup } from '@blueprintjs/core';
import { useMemo, useState, type ReactNode } from 'react';
import { VirtualRows } from '../../components/virtual-rows.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { plainVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';
import type { GraphModel } from './graph-model.ts';
import type { ShownPart } from './shown-part.ts';
import type { Figures } from './window-figures.ts';

const nothing = (): void => undefined;

/** The nodes that are shown, the busiest first, for those who cannot see the picture; found by name or identifier. */
export function NodeList(props: {
  readonly model: GraphModel;
  readonly part: ShownPart;
  /** Null while they are on their way. */
  readonly figures: Figures | null;
  readonly chosen: number | null;
  readonly onChoose: (node: number) => void;
}): ReactNode {
  const m = useMessages();
  const { model, part } = props;
  const messages = props.figures?.messages ?? null;
  const [name, setName] = useState('');
  const wanted = name.trim().toLocaleLowerCase();
  const { nodes } = model.graph;
  const shown = useMemo(() => {
    const isFound = ({ label, identifier }: (typeof nodes)[number], node: number): boolean =>
      part.nodes[node] === 1 && `${label} ${identifier}`.toLocaleLowerCase().includes(wanted);
    const count = (node: number): number => messages?.[node] ?? nodes[node]?.messages ?? 0;
    return nodes
      .flatMap((one, node) => (isFound(one, node) ? [node] : []))
      .sort((a, b) => count(b) - count(a) || a - b);
  }, [nodes, part, messages, wanted]);
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
              <span className="numeric">{count(messages?.[shown[index] ?? -1])}</span>
            </div>
          );
        }}
      />
    </>
  );
}

function count(messages: number | null | undefined): string {
  return messages === null || messages === undefined ? '…' : showCount(messages);
}
