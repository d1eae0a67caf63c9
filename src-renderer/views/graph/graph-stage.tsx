import { Button, SegmentedControl } from '@blueprintjs/core';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useMessages } from '../../messages/index.ts';
import { narrow } from '../overview/open-messages.ts';
import { CommunityList } from './community-list.tsx';
import { EdgeFacts } from './edge-facts.tsx';
import { GraphCanvas, type Steering } from './graph-canvas.tsx';
import { GraphHead, type ColouredBy } from './graph-head.tsx';
import { GraphLegend } from './graph-legend.tsx';
import type { GraphModel } from './graph-model.ts';
import type { GraphPicture } from './graph-picture.ts';
import { coloursOf, emphasisOf } from './graph-look.ts';
import { NodeDetail } from './node-detail.tsx';
import { NodeList } from './node-list.tsx';
import { openNode } from './open-messages.ts';
import { PathPanel } from './path-panel.tsx';
import { shortestPath } from './paths.ts';
import { keepPins, readPins, withPins, type Pins } from './pins.ts';
import { SaveGraph } from './save-graph.tsx';
import { minimumSteps, shownPart, suggestedMinimum, type Ego } from './shown-part.ts';
import { TimeWindow } from './time-window.tsx';
import { useLayout } from './use-layout.ts';
import { useWindowFigures } from './use-window-figures.ts';

/** What is chosen, by id: a graph asked for anew has other positions. */
interface Choice {
  readonly node: string | null;
  readonly edge: readonly [from: string, to: string] | null;
  readonly path: { readonly start: string; readonly end: string | null } | null;
  /** A community, by its nodes. */
  readonly community: { readonly number: number; readonly ids: readonly string[] } | null;
}

const nothing: Choice = { node: null, edge: null, path: null, community: null };
const LISTS = ['nodes', 'communities'] as const;
/** A minimum is suggested that leaves at most so many nodes. */
const READABLE = 600;

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
  const [list, setList] = useState<(typeof LISTS)[number]>('nodes');
  const seen = useRef<GraphPicture | null>(null);
  const steering = useRef<Steering | null>(null);

  const around = ego !== null && model.at.has(ego.id) ? ego : null;
  const part = useMemo(() => shownPart(model, minimum, around), [model, minimum, around]);
  // The layout is that of the whole graph, so that nothing jumps when little is left out; neighbours get one of their own.
  const { layout, share } = useLayout(model, around === null ? null : part);
  const within: Filter = time ?? {};
  const { figures, weights, error } = useWindowFigures(model, filter, time);
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
  const community = useMemo(() => (choice.community === null ? null : new Set(choice.community.ids.flatMap((id) => model.at.get(id) ?? []))), [model, choice.community]); // prettier-ignore
  const emphasis = useMemo(() => emphasisOf(model, part, { path, edge, community, chosen }), [model, part, path, edge, community, chosen]); // prettier-ignore
  const suggested = useMemo(() => suggestedMinimum(model, model.graph.nodes.length, READABLE), [model]);
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
  const onListed = (node: number): void => {
    onNode(node);
    steering.current?.toNode(node);
  };
  const shownIds = (): string[] => model.graph.nodes.filter((_, node) => part.nodes[node] === 1).map(({ id }) => id);
  const linkCount = part.edges.reduce((sum, isShown, at) => sum + (isShown === 1 && weights[at] !== 0 ? 1 : 0), 0);
  const communities =
    layout === null ? 0 : new Set(layout.communities.filter((_, node) => part.nodes[node] === 1)).size;
  return (
    <div className="page tall graph" aria-busy={props.isBusy}>
      <GraphHead
        model={model}
        part={part}
        figures={figures}
        suggested={suggested}
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
            isPending={figures === null}
            note={`${m.counts.links(linkCount)} · ${m.graph.minimum} ${m.graph.weight(minimum)}`}
          />
        }
      />
      {time !== null && model.span !== null && <TimeWindow span={model.span} value={time} onValue={setTime} />}
      {error !== null && <FailureNote error={error} />}
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
            picture={
              layout === null || positions === null
                ? null
                : { model, part, positions, packed: layout.packed, colours, isByCommunity: colouredBy === 'community', weights, chosen, emphasis, pinned } // prettier-ignore
            }
            share={share}
            isPending={figures === null}
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
            steering={steering}
          />
          <GraphLegend
            isByCommunity={colouredBy === 'community'}
            communities={communities}
            hasDiscs={layout !== null && layout.packed !== null}
          />
        </div>
        <section className="graph-side" aria-label={m.graph.list}>
          <SegmentedControl
            size="small"
            fill
            aria-label={m.graph.list}
            value={list}
            onValueChange={(value) => {
              setList(value === 'communities' ? 'communities' : 'nodes');
            }}
            options={LISTS.map((value) => ({ value, label: value === 'nodes' ? m.graph.list : m.graph.communities }))}
          />
          {list === 'nodes' || layout === null ? (
            <NodeList model={model} part={part} figures={figures} chosen={chosen} onChoose={onListed} />
          ) : (
            <CommunityList
              model={model}
              part={part}
              layout={layout}
              figures={figures}
              chosen={choice.community?.number ?? null}
              onChoose={({ community: number, nodes }) => {
                setChoice({ ...nothing, community: { number, ids: nodes.map(idOf) } });
                steering.current?.toCommunity(number);
              }}
            />
          )}
          {choice.path !== null && start !== null && (
            <PathPanel
              model={model}
              start={start}
              end={end}
              path={path}
              figures={figures}
              within={within}
              onNode={onListed}
              onClose={() => {
                setChoice(nothing);
              }}
            />
          )}
          {edge !== -1 && (
            <section className="panel node-detail" aria-label={m.graph.edge}>
              <h2>{m.graph.edge}</h2>
              <EdgeFacts model={model} figures={figures} edge={edge} within={within} onNode={onListed} />
            </section>
          )}
          {chosen !== null && (
            <NodeDetail
              model={model}
              part={part}
              figures={figures}
              node={chosen}
              within={within}
              onNode={onListed}
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
