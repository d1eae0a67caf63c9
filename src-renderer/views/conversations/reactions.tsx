import type { ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { useRowTab } from '../../components/row-tab.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useBounded } from '../../components/use-bounded.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount } from '../../time/units.ts';

type Reaction = ItemView['reactions'][number];

/** Kinds of reactions shown at once. */
const MOST_KINDS = 40;

/** Reactions by what they are, with their number; on demand each with who and when. */
export function Reactions(props: {
  readonly reactions: readonly Reaction[];
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}): ReactNode {
  const m = useMessages();
  const tab = useRowTab();
  const { reactions, isOpen } = props;
  const groups = [...Map.groupBy(reactions, ({ emoji }) => emoji)];
  const kinds = useBounded(groups, MOST_KINDS);
  const each = useBounded(reactions);
  if (reactions.length === 0) return null;
  const only = reactions.length === 1 ? (reactions[0]?.name ?? null) : null;
  return (
    <div className="reactions">
      <button
        type="button"
        className="reaction-groups"
        aria-expanded={isOpen}
        title={`${m.shortcuts.reactions} (X)`}
        tabIndex={tab}
        onClick={props.onToggle}
      >
        {kinds.shown.map(([emoji, rows]) => (
          <span key={emoji ?? ''} className="reaction">
            <Emoji emoji={emoji} />{' '}
            <span className="numeric">{showCount(rows.reduce((sum, { count }) => sum + count, 0))}</span>
          </span>
        ))}
        {only !== null && <EvidenceText text={only} />}
      </button>
      {kinds.more}
      {isOpen && (
        <ul className="reaction-list" aria-label={m.conversations.groupedReactions}>
          {each.shown.map((reaction, index) => (
            <li key={index}>
              <Emoji emoji={reaction.emoji} />{' '}
              {reaction.name === null ? (
                <span className="muted">{m.conversations.noSender}</span>
              ) : (
                <EvidenceText text={reaction.name} />
              )}{' '}
              {reaction.count > 1 && <span className="numeric">× {showCount(reaction.count)} </span>}
              <span className="muted">
                <TimeText ms={reaction.timeMs} meaning="reacted" />
              </span>
            </li>
          ))}
          {each.more !== null && <li>{each.more}</li>}
        </ul>
      )}
    </div>
  );
}

function Emoji({ emoji }: { readonly emoji: string | null }): ReactNode {
  const m = useMessages();
  return emoji === null ? <em>{m.conversations.withdrawn}</em> : <EvidenceText text={emoji} />;
}
