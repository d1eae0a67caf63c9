import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import type { GraphModel } from './graph-model.ts';
import { openEdge } from './open-messages.ts';

/** One link: its ends, counts and times, and the way to the messages behind it. */
export function EdgeFacts(props: {
  readonly model: GraphModel;
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
        {m.counts.messages(one.messages)}
        {one.calls > 0 && ` · ${m.counts.calls(one.calls)}`}
        {one.firstMs !== null && one.lastMs !== null && (
          <>
            {' · '}
            <TimeText ms={one.firstMs} /> – <TimeText ms={one.lastMs} />
          </>
        )}
      </div>
    </div>
  );
}
