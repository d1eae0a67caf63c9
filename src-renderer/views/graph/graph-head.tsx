import { Button } from '@blueprintjs/core';
import { CrossIcon, TimeIcon } from '@blueprintjs/icons';
import { useId, useMemo, type ReactNode } from 'react';
import { SelectField } from '../../components/field.tsx';
import { useMessages } from '../../messages/index.ts';
import { showCount } from '../../time/units.ts';
import type { GraphModel } from './graph-model.ts';
import type { ShownPart } from './shown-part.ts';
import type { Figures } from './window-figures.ts';

export const COLOURED_BY = ['kind', 'community'] as const;
export type ColouredBy = (typeof COLOURED_BY)[number];

/** What is shown of how much, and the settings that rule it. */
export function GraphHead(props: {
  readonly model: GraphModel;
  readonly part: ShownPart;
  /** Null while those of the span chosen are on their way. */
  readonly figures: Figures | null;
  /** A minimum that leaves what can be read at once. */
  readonly suggested: { readonly minimum: number; readonly nodes: number } | null;
  readonly steps: readonly number[];
  readonly minimum: number;
  readonly onMinimum: (minimum: number) => void;
  readonly colouredBy: ColouredBy;
  readonly onColouredBy: (by: ColouredBy) => void;
  readonly isTimed: boolean;
  readonly onTimed: () => void;
  /** How many nodes stand where they were put by hand. */
  readonly pins: number;
  readonly onRelease: () => void;
  readonly save: ReactNode;
}): ReactNode {
  const m = useMessages();
  const id = useId();
  const { model, part, figures, steps, minimum, suggested } = props;
  const { graph } = model;
  const shown = useMemo(() => (figures === null ? null : countShown(model, part, figures)), [model, part, figures]);
  return (
    <header className="page-head">
      <h1>{m.graph.title}</h1>
      <span className="muted numeric" role="status">
        {shown === null
          ? '…'
          : `${m.counts.accounts(shown.accounts)} · ${m.graph.groups(shown.groups)} · ${m.counts.links(shown.links)}`}
        {shown !== null && shown.links < graph.edges.length && ` ${m.graph.ofLinks(graph.edges.length)}`}
        {graph.held.nodes > 0 && ` · ${m.graph.held(graph.held.nodes, graph.held.edges)}`}
      </span>
      <span className="spring" />
      <div className="field inline">
        <label htmlFor={id}>{m.graph.minimum}</label>
        <input
          id={id}
          type="range"
          min={0}
          max={Math.max(0, steps.length - 1)}
          step={1}
          value={Math.max(0, steps.indexOf(minimum))}
          aria-valuetext={m.graph.weight(minimum)}
          onChange={(event) => {
            props.onMinimum(steps[Number(event.currentTarget.value)] ?? 1);
          }}
        />
        <span className="numeric small minimum-value" title={m.graph.weight(minimum)}>
          {showCount(minimum)}
        </span>
      </div>
      {suggested !== null && suggested.minimum !== minimum && (
        <button
          type="button"
          className="link-button small unbroken"
          title={m.graph.suggestedNote}
          onClick={() => {
            props.onMinimum(suggested.minimum);
          }}
        >
          {m.graph.suggested(suggested.minimum, suggested.nodes)}
        </button>
      )}
      <SelectField
        isInline
        label={m.graph.colour}
        value={props.colouredBy}
        onValue={props.onColouredBy}
        choices={COLOURED_BY.map((value) => ({ value, label: m.graph.colours[value] }))}
      />
      <Button
        size="small"
        icon={<TimeIcon size={14} />}
        text={m.graph.overTime}
        active={props.isTimed}
        aria-pressed={props.isTimed}
        onClick={props.onTimed}
      />
      {props.pins > 0 && (
        <Button
          size="small"
          variant="minimal"
          icon={<CrossIcon size={14} />}
          text={m.graph.releaseAll(props.pins)}
          onClick={props.onRelease}
        />
      )}
      {props.save}
    </header>
  );
}

/** Links that are shown and have something in the span chosen, and what they join. */
function countShown(
  { graph, from, to }: GraphModel,
  part: ShownPart,
  { weights }: Figures,
): { readonly accounts: number; readonly groups: number; readonly links: number } {
  const nodes = new Set<number>();
  let links = 0;
  part.edges.forEach((isShown, edge) => {
    if (isShown === 0 || weights[edge] === 0) return;
    links += 1;
    nodes.add(from[edge] ?? 0);
    nodes.add(to[edge] ?? 0);
  });
  let accounts = 0;
  for (const node of nodes) if (graph.nodes[node]?.kind === 'account') accounts += 1;
  return { accounts, groups: nodes.size - accounts, links };
}
