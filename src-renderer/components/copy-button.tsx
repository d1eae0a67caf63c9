import { Button } from '@blueprintjs/core';
import { DuplicateIcon, TickIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import { useMessages } from '../messages/index.ts';
import { useRowTab } from './row-tab.ts';
import { start } from '../engine/untold.ts';

/** Copies a value; `label` names what. */
export function CopyButton(props: {
  readonly text: string;
  readonly label: string;
  /** True: the label is written on the button. */
  readonly isNamed?: boolean;
}): ReactNode {
  const m = useMessages();
  const tab = useRowTab();
  const [isCopied, setCopied] = useState(false);
  return (
    <Button
      variant="minimal"
      size="small"
      className="copy-button"
      tabIndex={tab}
      icon={isCopied ? <TickIcon size={12} /> : <DuplicateIcon size={12} />}
      {...(props.isNamed === true
        ? { text: isCopied ? m.general.copied : props.label }
        : { 'aria-label': isCopied ? m.general.copied : `${m.general.copy}: ${props.label}` })}
      title={isCopied ? m.general.copied : m.general.copy}
      onClick={() => {
        start(
          navigator.clipboard.writeText(props.text).then(() => {
            setCopied(true);
            setTimeout(() => {
              setCopied(false);
            }, 1500);
          }),
        );
      }}
    />
  );
}
