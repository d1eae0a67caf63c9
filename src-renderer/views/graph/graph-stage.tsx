import { Button } from '@blueprintjs/core';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { narrow } from '../overview/open-messages.ts';
import { EdgeFacts } from './edge-facts.tsx';
import { GraphCanvas } from './graph-canvas.tsx';
import { GraphHead, type ColouredBy } from './graph-head.tsx';
import { GraphLegend } from './graph-legend.tsx';
import type { GraphModel } from './graph-model.ts';
import type { GraphPicture } from './graph-picture.ts';
import { coloursOf, emphasisOf, weightsIn } from './graph-look.ts';
import { NodeDetail } from './node-detail.tsx';
import { NodeList } from './node-list.tsx';
import { openNode } from './open-messages.ts';
import { PathPanel } from './path-panel.tsx';
import { shortestPath } from './paths.ts';
import { keepPins, readPins, withPins, type Pins } from './pins.ts';
import { SaveGraph } from './save-graph.tsx';
import { minimumSteps, shownPart, type Ego } from './shown-part.ts';
import { TimeWindow } from './time-window.tsx';
import { useLayout } from './use-layout.ts';

/** What is chosen, by id: a graph asked for anew has other positions. */
interface Choice {
  readonly node: string | null;
  readonly edge: readonly [from: string, to: string] | null;
  readonly path: { readonly start: string; readonly end: string | null } | null;
}

const nothing: Choice = { node: null, edge: null, path: null };

/** The picture with its settings, the list, and what is chosen. */
export function GraphStage(props: {
  readonly caseId: string;
  readonly filter: Filter;
  readonly model: GraphModel;
  /** The graph of another filter is shown until that of this one comes. */
  readonly isBusy: boolean;
  readonly maxNodes: number;
  readonly minimum: number;
  readonly onMinimum: (minimum: number) => void;
}): ReactNode {
  const m = useMessages();
  const { caseId, filter, model, minimum } = props;
  const [choice, setChoice] = useState<Choice>(nothing);
  const [ego, setEgo] = useState<Ego | null>(null);
  const [time, setTime] = useState<{ readonly fromMs: number; readonly toMs: number } | null>(null);
  const [colouredBy, setColouredBy] = useState<ColouredBy>('kind');
  const [pins, setPins] = useState<Pins>(() => readPins(caseId));
  const seen = useRef<GraphPicture | null>(null);

  const around = ego !== null && model.at.has(ego.id) ? ego : null;
  const part = useMemo(() => shownPart(model, minimum, around), [model, minimum, around]);
  // The layout is that of the whole graph, so that nothing jumps when little is left out; neighbours get one of their own.
  const layout = useLayout(model, around === null ? null : part);
  const within: Filter = time ?? {};
  const timed = useEngine(
    'graph.get',
    time === null ? null : { filter: narrow(filter, time), maxNodes: props.maxNodes },
    { keepPrevious: true },
  );
  const weights = useMemo(
    () => (time === null || timed.data === undefined ? model.weights : weightsIn(model, timed.data)),
    [model, time, timed.data],
  );
  const positions = useMemo(
    () => (layout === null ? null : around === null ? withPins(layout.positions, model.at, pins) : layout.positions),
    [layout, model, pins, around],
  );
  const colours = useMemo(() => coloursOf(model, colouredBy === 'kind' ? null : (layout?.communities ?? null)), [model, colouredBy, layout]); // prettier-ignore
  const at = (id: string | null): number | null => (id === null ? null : (model.at.get(id) ?? null));
  const chosen = at(choice.node);
  const edge = choice.edge === null ? -1 : model.graph.edges.findIndex(({ from, to }) => from === choice.edge?.[0] && to === choice.edge[1]); // prettier-ignore
  const start = at(choice.path?.start ?? null);
  const end = at(choice.path?.end ?? null);
  const path = useMemo(
    () => (start === null || end === null ? null : shortestPath(model, start, end, (link) => part.edges[link] === 1)),
    [model, part, start, end],
  );
  const emphasis = useMemo(() => emphasisOf(model, part, { path, edge, chosen }), [model, part, path, edge, chosen]);
  const pinned = useMemo(() => new Set(around === null ? Object.keys(pins).flatMap((id) => model.at.get(id) ?? []) : []), [pins, model, around]); // prettier-ignore
  const place = (next: Pins): void => {
    keepPins(caseId, next);
    setPins(next);
  };
  const idOf = (node: number): string => model.graph.nodes[node]?.id ?? '';
  const onNode = (node: number | null): void => {
    if (node === null) setChoice(nothing);
    else if (choice.path !== null && choice.path.end === null && idOf(node) !== choice.path.start)
      setChoice({ ...nothing, path: { start: choice.path.start, end: idOf(node) } });
    else setChoice({ ...nothing, node: idOf(node) });
  };
  const shownIds = (): string[] => model.graph.nodes.filter((_, node) => part.nodes[node] === 1).map(({ id }) => id);
  const communities =
    layout === null ? 0 : new Set(layout.communities.filter((_, node) => part.nodes[node] === 1)).size;
  return (
    <div className="page tall graph" aria-busy={props.isBusy || timed.isPlaceholderData}>
      <GraphHead
        graph={model.graph}
        part={part}
        steps={minimumSteps(model.weights)}
        minimum={minimum}
        onMinimum={props.onMinimum}
        colouredBy={colouredBy}
        onColouredBy={setColouredBy}
        isTimed={time !== null}
        onTimed={() => {
          setTime(
            time === null && model.span !== null ? { fromMs: model.span.fromMs, toMs: model.span.toMs + 1 } : null,
          );
        }}
        pins={pinned.size}
        onRelease={() => {
          place({});
        }}
        save={
          <SaveGraph
            seen={seen}
            shown={() => ({
              filter: narrow(filter, within),
              minMessages: minimum,
              maxNodes: props.maxNodes,
              nodes: shownIds(),
            })}
            note={`${m.counts.links(part.edgeCount)} · ${m.graph.minimum} ${m.graph.weight(minimum)}`}
          />
        }
      />
      {time !== null && model.span !== null && <TimeWindow span={model.span} value={time} onValue={setTime} />}
      {around !== null && (
        <div className="selection-bar row" role="status">
          {m.graph.onlyNeighbours(model.graph.nodes[model.at.get(around.id) ?? 0]?.label ?? '', around.depth)}
          <span className="spring" />
          <Button
            size="small"
            text={m.graph.wholeGraph}
            onClick={() => {
              setEgo(null);
            }}
          />
        </div>
      )}
      <div className="graph-body">
        <div className="graph-picture">
          <GraphCanvas
            key={around === null ? '' : `${around.id} ${around.depth}`}
            picture={positions === null ? null : { model, part, positions, colours, weights, chosen, emphasis, pinned }}
            onNode={onNode}
            onEdge={(index) => {
              const { from, to } = model.graph.edges[index] ?? { from: '', to: '' };
              setChoice({ ...nothing, edge: [from, to] });
            }}
            onOpen={(node) => {
              const one = model.graph.nodes[node];
              if (one !== undefined) openNode(one);
            }}
            onPlace={(node, x, y) => {
              if (around === null) place({ ...pins, [idOf(node)]: [x, y] });
            }}
            seen={seen}
          />
          <GraphLegend isByCommunity={colouredBy === 'community'} communities={communities} />
        </div>
        <section className="graph-side" aria-label={m.graph.list}>
          <NodeList model={model} part={part} chosen={chosen} onChoose={onNode} />
          {choice.path !== null && start !== null && (
            <PathPanel
              model={model}
              start={start}
              end={end}
              path={path}
              within={within}
              onNode={onNode}
              onClose={() => {
                setChoice(nothing);
              }}
            />
          )}
          {edge !== -1 && (
            <section className="panel node-detail" aria-label={m.graph.edge}>
              <h2>{m.graph.edge}</h2>
              <EdgeFacts model={model} edge={edge} within={within} onNode={onNode} />
            </section>
          )}
          {chosen !== null && (
            <NodeDetail
              model={model}
              part={part}
              node={chosen}
              within={within}
              onNode={onNode}
              onEgo={setEgo}
              onPathFrom={(node) => {
                setChoice({ ...nothing, path: { start: idOf(node), end: null } });
              }}
              onRelease={
                pinned.has(chosen)
                  ? () => {
                      const { [idOf(chosen)]: _released, ...rest } = pins;
                      place(rest);
                    }
                  : null
              }
            />
          )}
        </section>
      </div>
    </div>
  );
}
