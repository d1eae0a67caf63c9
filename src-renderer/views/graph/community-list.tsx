import { useMemo, type ReactNode } from 'react';
import { VirtualRows } from '../../components/virtual-rows.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount } from '../../time/units.ts';
import { communitiesIn, type CommunityFacts } from './community-facts.ts';
import type { GraphModel } from './graph-model.ts';
import type { GraphLayout } from './layout.ts';
import type { ShownPart } from './shown-part.ts';
import type { Figures } from './window-figures.ts';

const nothing = (): void => undefined;

/** Communities by how many accounts and groups of them are shown, each named by the one with most links in it. */
export function CommunityList(props: {
  readonly model: GraphModel;
  readonly part: ShownPart;
  readonly layout: GraphLayout;
  /** Null while they are on their way. */
  readonly figures: Figures | null;
  readonly chosen: number | null;
  readonly onChoose: (community: CommunityFacts) => void;
}): ReactNode {
  const m = useMessages();
  const { model, part, layout, figures } = props;
  const weights = figures?.weights ?? model.weights;
  const communities = useMemo(() => communitiesIn(model, part, layout, weights), [model, part, layout, weights]);
  const active = communities.findIndex(({ community }) => community === props.chosen);
  const choose = (index: number): void => {
    const one = communities[index];
    if (one !== undefined) props.onChoose(one);
  };
  return (
    <VirtualRows
      className="node-list"
      count={communities.length}
      rowHeight={34}
      label={m.graph.communities}
      active={active < 0 ? null : active}
      onActive={choose}
      onOpen={choose}
      onRange={nothing}
      row={(index) => {
        const one = communities[index];
        if (one === undefined) return null;
        return (
          <div
            className="node-row"
            title={figures === null ? '…' : m.graph.communityNote(one.nodes.length, one.inside, one.outside)}
          >
            <span className="ellipsis">
              <EvidenceText text={model.graph.nodes[one.hub]?.label ?? ''} />
            </span>
            <span className="spring" />
            <span className="muted small numeric">{figures === null ? '…' : m.counts.links(one.inside)}</span>
            <span className="numeric">{figures === null ? '…' : showCount(one.nodes.length)}</span>
          </div>
        );
      }}
    />
  );
}
