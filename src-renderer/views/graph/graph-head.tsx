import { Button } from '@blueprintjs/core';
import { CrossIcon, TimeIcon } from '@blueprintjs/icons';
import { useId, type ReactNode } from 'react';
import type { Graph } from '../../../src-main/contract/index.ts';
import { SelectField } from '../../components/field.tsx';
import { useMessages } from '../../messages/index.ts';
import { showCount } from '../../time/units.ts';
import type { ShownPart } from './shown-part.ts';

export const COLOURED_BY = ['kind', 'community'] as const;
export type ColouredBy = (typeof COLOURED_BY)[number];

/** What is shown of how much, and the settings that rule it. */
export function GraphHead(props: {
  readonly graph: Graph;
  readonly part: ShownPart;
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
  const { graph, part, steps, minimum } = props;
  const accounts = graph.nodes.reduce((sum, { kind }, at) => sum + (kind === 'account' ? (part.nodes[at] ?? 0) : 0), 0);
  return (
    <header className="page-head">
      <h1>{m.graph.title}</h1>
      <span className="muted numeric" role="status">
        {m.counts.accounts(accounts)} · {m.graph.groups(part.nodeCount - accounts)} · {m.counts.links(part.edgeCount)}
        {part.edgeCount < graph.edges.length && ` ${m.graph.ofLinks(graph.edges.length)}`}
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
