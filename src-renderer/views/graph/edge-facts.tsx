import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import type { GraphModel } from './graph-model.ts';
import { openEdge } from './open-messages.ts';
import type { Figures } from './window-figures.ts';

/** One link: its ends, counts and times, and the way to the messages behind it. */
export function EdgeFacts(props: {
  readonly model: GraphModel;
  /** Null while they are on their way. */
  readonly figures: Figures | null;
  readonly edge: number;
  /** The node whose links are listed: only the other end is then named. */
  readonly of?: number;
  /** The span that the picture is limited to; empty where it is not. */
  readonly within: Filter;
  readonly onNode: (node: number) => void;
}): ReactNode {
  const m = useMessages();
  const { model, edge } = props;
  const one = model.graph.edges[edge];
  const counted = props.figures?.edges[edge] ?? null;
  const ends = [model.from[edge] ?? 0, model.to[edge] ?? 0] as const;
  const [from, to] = [model.graph.nodes[ends[0]], model.graph.nodes[ends[1]]];
  const named = ends.filter((node) => node !== props.of);
  if (one === undefined || from === undefined || to === undefined) return null;
  return (
    <div className="edge-facts">
      <div className="row">
        {named.map((node, at) => (
          <button
            key={at}
            type="button"
            className="link-button ellipsis"
            onClick={() => {
              props.onNode(node);
            }}
          >
            <EvidenceText text={model.graph.nodes[node]?.label ?? ''} />
          </button>
        ))}
        <span className="spring" />
        <Button
          size="small"
          text={m.graph.openTalk}
          aria-label={`${m.graph.openTalk}: ${from.label}, ${to.label}`}
          onClick={() => {
            openEdge(one, [from, to], props.within);
          }}
        />
      </div>
      <div className="small muted numeric">
        {counted === null ? '…' : m.counts.messages(counted.messages)}
        {counted !== null && counted.calls > 0 && ` · ${m.counts.calls(counted.calls)}`}
        {typeof counted?.firstMs === 'number' && typeof counted.lastMs === 'number' && (
          <>
            {' · '}
            <TimeText ms={counted.firstMs} /> – <TimeText ms={counted.lastMs} />
          </>
        )}
      </div>
    </div>
  );
}
