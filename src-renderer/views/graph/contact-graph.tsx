import { GraphIcon } from '@blueprintjs/icons';
import { useMemo, useState, type ReactNode } from 'react';
import type { Graph } from '../../../src-main/contract/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { SelectField } from '../../components/field.tsx';
import { VirtualRows } from '../../components/virtual-rows.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { nameKey, useTwinReferences } from '../../engine/use-twin-references.ts';
import { useMessages } from '../../messages/index.ts';
import { useLocation } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { Reference } from '../../text/reference.tsx';
import { plainVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';
import { GraphCanvas } from './graph-canvas.tsx';
import { NodeDetail } from './node-detail.tsx';
import { useLayout } from './use-layout.ts';

const MINIMA = ['1', '2', '5', '10', '50', '100', '1000'] as const;
const MOST_NODES = 10_000;
const nothing = (): void => undefined;

/** Who wrote to whom: the picture, the same as a list, and what stands behind each link. */
export function ContactGraph(): ReactNode {
  const m = useMessages();
  const { filter } = useLocation();
  const [minimum, setMinimum] = useState<(typeof MINIMA)[number]>('1');
  const [chosen, setChosen] = useState<string | null>(null);
  const graph = useEngine(
    'graph.get',
    { filter, minMessages: Number(minimum), maxNodes: MOST_NODES },
    { keepPrevious: true },
  );
  const positions = useLayout(graph.data);
  const ordered = useMemo(
    () => [...(graph.data?.nodes ?? [])].sort((a, b) => b.messages - a.messages || a.id.localeCompare(b.id)),
    [graph.data],
  );
  const references = useTwinReferences(graph.data?.nodes ?? []);
  const named = withReferences(graph.data, references);
  if (graph.error !== null) return <FailureNote error={graph.error} />;
  if (graph.data === undefined || named === null) return null;
  return (
    <div className="page tall graph">
      <header className="page-head">
        <h1>{m.graph.title}</h1>
        <span className="muted numeric">
          {m.counts.accounts(graph.data.nodes.filter((node) => node.kind === 'account').length)} ·{' '}
          {m.counts.links(graph.data.edges.length)}
        </span>
        <span className="spring" />
        <SelectField
          isInline
          label={m.graph.minimum}
          value={minimum}
          onValue={setMinimum}
          choices={MINIMA.map((value) => ({ value, label: m.counts.messages(Number(value)) }))}
        />
      </header>
      {graph.data.nodes.length === 0 ? (
        <EmptyState icon={<GraphIcon size={28} />} title={m.graph.none} text={m.graph.noneText} />
      ) : (
        <div className="graph-body">
          <GraphCanvas graph={named} positions={positions} chosen={chosen} onChoose={setChosen} />
          <section className="graph-side" aria-label={m.graph.list}>
            <NodeList nodes={ordered} references={references} chosen={chosen} onChoose={setChosen} />
            {chosen !== null && <NodeDetail graph={named} id={chosen} onChoose={setChosen} />}
          </section>
        </div>
      )}
    </div>
  );
}

function NodeList(props: {
  readonly nodes: Graph['nodes'];
  readonly references: ReadonlyMap<string, string>;
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}): ReactNode {
  const m = useMessages();
  const { nodes } = props;
  const active = nodes.findIndex((node) => node.id === props.chosen);
  const choose = (index: number): void => {
    const node = nodes[index];
    if (node !== undefined) props.onChoose(node.id);
  };
  return (
    <VirtualRows
      className="node-list"
      count={nodes.length}
      rowHeight={34}
      label={m.graph.list}
      active={active < 0 ? null : active}
      onActive={choose}
      onOpen={choose}
      onRange={nothing}
      row={(index) => {
        const node = nodes[index];
        if (node === undefined) return null;
        return (
          <div className="node-row" title={plainVisible(node.identifier)}>
            <span className={`node-mark ${node.kind}${node.isOwner ? ' owner' : ''}`} />
            <span className="ellipsis">
              <EvidenceText text={node.label} />
              <Reference of={props.references.get(nameKey(node))} />
            </span>
            <span className="spring" />
            <span className="muted small">{node.kind === 'account' ? m.graph.account : m.graph.conversation}</span>
            <span className="numeric">{showCount(node.messages)}</span>
          </div>
        );
      }}
    />
  );
}

/** The graph with the exhibit's reference in the label of each name that occurs more than once. */
function withReferences(graph: Graph | undefined, references: ReadonlyMap<string, string>): Graph | null {
  if (graph === undefined) return null;
  if (references.size === 0) return graph;
  const label = (node: Graph['nodes'][number]): string => {
    const reference = references.get(nameKey(node));
    return reference === undefined ? node.label : `${node.label} · ${reference}`;
  };
  return { ...graph, nodes: graph.nodes.map((node) => ({ ...node, label: label(node) })) };
}
