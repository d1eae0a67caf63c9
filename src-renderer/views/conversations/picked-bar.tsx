import { Button } from '@blueprintjs/core';
import { CrossIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { useMessages } from '../../messages/index.ts';
import { go, here } from '../../state/location.ts';

/** What can be done with the conversations picked in the list: a filter of them, two side by side. */
export function PickedBar(props: {
  readonly picks: readonly number[];
  /** The conversation that is open. */
  readonly open: number | null;
  readonly onClear: () => void;
}): ReactNode {
  const m = useMessages();
  const { picks, open, onClear } = props;
  const pair = pairOf(picks, open);
  return (
    <div className="picked-bar">
      <strong className="numeric" role="status">
        {m.conversations.pickedConversations(picks.length)}
      </strong>
      <span className="spring" />
      <Button
        size="small"
        text={m.conversations.filterPicked}
        onClick={() => {
          go({ filter: { ...here().filter, conversations: [...picks] } });
          onClear();
        }}
      />
      <Button
        size="small"
        text={m.conversations.sideBySide}
        title={m.conversations.sideBySideNote}
        disabled={pair === null}
        onClick={() => {
          if (pair === null) return;
          const [conversation, beside] = pair;
          const { item } = here();
          go({ conversation, item: conversation === open ? item : null, beside, besideItem: null });
          onClear();
        }}
      />
      <Button
        size="small"
        variant="minimal"
        icon={<CrossIcon size={12} />}
        aria-label={m.conversations.unpick}
        title={`${m.conversations.unpick} (Esc)`}
        onClick={onClear}
      />
    </div>
  );
}

/** The two conversations that are meant: both picked, or the open one and the one picked. */
function pairOf(picks: readonly number[], open: number | null): readonly [number, number] | null {
  const [one, other] = picks;
  if (one === undefined || picks.length > 2) return null;
  if (other !== undefined) return other === open ? [other, one] : [one, other];
  return open === null || open === one ? null : [open, one];
}
