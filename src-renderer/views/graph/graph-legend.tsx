import type { ReactNode } from 'react';
import { useMessages } from '../../messages/index.ts';
import { EDGE_TONES, EDGE_WIDTHS } from './graph-picture.ts';

/** What shapes, widths and tones mean. */
export function GraphLegend(props: {
  readonly isByCommunity: boolean;
  readonly communities: number;
  /** Communities are drawn as discs. */
  readonly hasDiscs: boolean;
}): ReactNode {
  const m = useMessages();
  const tones = Array.from({ length: EDGE_TONES }, (_, tone) => tone);
  return (
    <ul className="graph-legend small" aria-label={m.graph.legend}>
      {props.isByCommunity ? (
        <li>{m.graph.byCommunity(props.communities)}</li>
      ) : (
        <>
          <li>
            <span className="node-mark owner" /> {m.graph.owner}
          </li>
          <li>
            <span className="node-mark" /> {m.graph.account}
          </li>
        </>
      )}
      <li>
        <span className={`node-mark conversation${props.isByCommunity ? ' plain-mark' : ''}`} /> {m.graph.conversation}
      </li>
      {props.hasDiscs && (
        <li title={m.graph.communitiesNote}>
          <span className="disc-mark" /> {m.graph.disc}
        </li>
      )}
      <li>
        <svg width={44} height={12} aria-hidden="true">
          {EDGE_WIDTHS.slice(0, 4).map((width, at) => (
            <line key={width} x1={at * 11 + 2} x2={at * 11 + 9} y1={6} y2={6} strokeWidth={width} className="tone-3" />
          ))}
        </svg>
        {m.graph.thicker}
      </li>
      <li>
        <svg width={44} height={12} aria-hidden="true">
          {tones.map((tone) => (
            <line
              key={tone}
              x1={tone * 11}
              x2={tone * 11 + 11}
              y1={6}
              y2={6}
              strokeWidth={4}
              className={`tone-${tone}`}
            />
          ))}
        </svg>
        {m.graph.darker}
      </li>
    </ul>
  );
}
