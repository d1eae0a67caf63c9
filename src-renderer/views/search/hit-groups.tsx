import { useCallback, useState, type ReactNode } from 'react';
import type { Result } from '../../../src-main/contract/index.ts';
import { VirtualRows } from '../../components/virtual-rows.tsx';
import { nameKey, useTwinReferences } from '../../engine/use-twin-references.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { Reference } from '../../text/reference.tsx';
import { showCount } from '../../time/units.ts';

/** How many hits each conversation has, most first; one of them narrows the list. */
export function HitGroups(props: {
  readonly groups: Result<'search.page'>['byConversation'];
  readonly total: number | null;
  readonly within: number | null;
  readonly onWithin: (conversation: number | null) => void;
}): ReactNode {
  const m = useMessages();
  const { groups, total, within, onWithin } = props;
  const [range, setRange] = useState({ from: 0, to: 40 });
  const [active, setActive] = useState<number | null>(null);
  const onRange = useCallback((next: { readonly from: number; readonly to: number }) => {
    setRange(next);
  }, []);
  const references = useTwinReferences(
    groups.slice(range.from, range.to + 1).map(({ conversation, title }) => ({ kind: 'conversation', ref: conversation, label: title })),
  ); // prettier-ignore
  return (
    <nav className="hit-groups" aria-label={m.search.by}>
      <button
        type="button"
        aria-pressed={within === null}
        onClick={() => {
          onWithin(null);
        }}
      >
        <span>{m.search.all}</span>
        <span className="numeric">{total === null ? '' : showCount(total)}</span>
      </button>
      <VirtualRows
        count={groups.length}
        rowHeight={30}
        label={m.search.by}
        active={active}
        onActive={setActive}
        onOpen={(index) => {
          const group = groups[index];
          if (group !== undefined) onWithin(group.conversation);
        }}
        onRange={onRange}
        isSelected={(index) => groups[index]?.conversation === within}
        row={(index) => {
          const group = groups[index];
          return group === undefined ? null : (
            <div className="hit-group">
              <span className="ellipsis">
                <EvidenceText text={group.title} />
                <Reference of={references.get(nameKey({ kind: 'conversation', ref: group.conversation }))} />
              </span>
              <span className="numeric">{showCount(group.hits)}</span>
            </div>
          );
        }}
      />
    </nav>
  );
}
