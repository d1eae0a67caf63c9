import { Button } from '@blueprintjs/core';
import { CrossIcon, DuplicateIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { useMessages } from '../../messages/index.ts';
import { showCount } from '../../time/units.ts';

/** Where the pane is among the messages, the way back from a quote, and what is picked. */
export function PaneFoot(props: {
  /** Position on the screen, from 0. */
  readonly shown: number;
  readonly total: number;
  readonly picked: number;
  /** What was done last, such as that something was copied. */
  readonly said: string;
  readonly canGoBack: boolean;
  readonly onBack: () => void;
  readonly onPlace: (index: number) => void;
  readonly onCopy: () => void;
  readonly onUnpick: () => void;
}): ReactNode {
  const m = useMessages();
  const { shown, total, picked } = props;
  return (
    <footer className="thread-foot">
      {props.canGoBack && (
        <button type="button" className="link-button" title="⌫" onClick={props.onBack}>
          ← {m.conversations.backToReply}
        </button>
      )}
      <input
        type="range"
        min={1}
        max={total}
        value={shown + 1}
        aria-label={m.conversations.place}
        onChange={(event) => {
          props.onPlace(Number(event.currentTarget.value) - 1);
        }}
      />
      {picked > 0 && (
        <>
          <strong className="numeric">{m.conversations.picked(picked)}</strong>
          <Button
            size="small"
            variant="minimal"
            icon={<DuplicateIcon size={12} />}
            text={m.itemMenu.copy}
            title="Ctrl C"
            onClick={props.onCopy}
          />
          <Button
            size="small"
            variant="minimal"
            icon={<CrossIcon size={12} />}
            aria-label={m.conversations.unpick}
            title={`${m.conversations.unpick} (Esc)`}
            onClick={props.onUnpick}
          />
        </>
      )}
      <span className="muted" role="status">
        {props.said}
      </span>
      <span className="numeric muted">{m.conversations.position(showCount(shown + 1), showCount(total))}</span>
    </footer>
  );
}
