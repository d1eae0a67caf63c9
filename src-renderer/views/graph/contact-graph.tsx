import { GraphIcon } from '@blueprintjs/icons';
import { useMemo, useState, type ReactNode } from 'react';
import type { Graph } from '../../../src-main/contract/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { useCaseId } from '../../engine/use-case.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { nameKey, useTwinReferences } from '../../engine/use-twin-references.ts';
import { useMessages } from '../../messages/index.ts';
import { useLocation } from '../../state/location.ts';
import { graphModel } from './graph-model.ts';
import { GraphStage } from './graph-stage.tsx';

const MOST_NODES = 10_000;

/** Who wrote to whom: the picture, the same as a list, and what stands behind each link. */
export function ContactGraph(): ReactNode {
  const m = useMessages();
  const { filter } = useLocation();
  const caseId = useCaseId();
  const [minimum, setMinimum] = useState(1);
  const { data, error, isPlaceholderData } = useEngine(
    'graph.get',
    { filter, maxNodes: MOST_NODES },
    { keepPrevious: true },
  );
  const references = useTwinReferences(data?.nodes ?? []);
  const told = [...references].join();
  const base = useMemo(() => (data === undefined ? null : graphModel(data)), [data]);
  const model = useMemo(
    () => (base === null ? null : { ...base, graph: withReferences(base.graph, references) }),
    [base, told], // eslint-disable-line react-hooks/exhaustive-deps -- the words stand for the map, which is made anew each time
  );
  if (error !== null) return <FailureNote error={error} />;
  if (model === null || caseId === null) {
    return (
      <div className="page tall graph">
        <h1>{m.graph.title}</h1>
        <p className="muted">{m.graph.laying}</p>
      </div>
    );
  }
  if (model.graph.nodes.length === 0) {
    return (
      <div className="page tall graph">
        <h1>{m.graph.title}</h1>
        <EmptyState icon={<GraphIcon size={28} />} title={m.graph.none} text={m.graph.noneText} />
      </div>
    );
  }
  return (
    <GraphStage
      key={caseId}
      caseId={caseId}
      filter={filter}
      model={model}
      isBusy={isPlaceholderData}
      maxNodes={MOST_NODES}
      minimum={minimum}
      onMinimum={setMinimum}
    />
  );
}

/** The graph with the exhibit's reference in the label of each name that occurs more than once. */
function withReferences(graph: Graph, references: ReadonlyMap<string, string>): Graph {
  if (references.size === 0) return graph;
  const label = (node: Graph['nodes'][number]): string => {
    const reference = references.get(nameKey(node));
    return reference === undefined ? node.label : `${node.label} · ${reference}`;
  };
  return { ...graph, nodes: graph.nodes.map((node) => ({ ...node, label: label(node) })) };
}
