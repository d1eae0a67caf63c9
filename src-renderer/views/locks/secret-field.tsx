import { Button, InputGroup } from '@blueprintjs/core';
import { EyeOffIcon, EyeOpenIcon } from '@blueprintjs/icons';
import { useId, useState, type ReactNode } from 'react';
import { useMessages } from '../../messages/index.ts';

/** A line for a key or a passphrase: covered until it is revealed, kept by no browser. */
export function SecretField(props: {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly isMono?: boolean;
}): ReactNode {
  const m = useMessages();
  const id = useId();
  const [isShown, setShown] = useState(false);
  const note = props.problem ?? props.hint;
  const reveal = isShown ? m.locks.cover : m.locks.reveal;
  return (
    <div className="field secret-field">
      <label htmlFor={id}>{props.label}</label>
      <InputGroup
        id={id}
        fill
        size="small"
        type={isShown ? 'text' : 'password'}
        className={props.isMono === true ? 'mono-input' : ''}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        data-1p-ignore
        maxLength={4000}
        value={props.value}
        onValueChange={props.onValue}
        intent={props.problem === undefined ? 'none' : 'danger'}
        aria-invalid={props.problem !== undefined}
        {...(note === undefined ? {} : { 'aria-describedby': `${id}-note` })}
        rightElement={
          <Button
            variant="minimal"
            size="small"
            icon={isShown ? <EyeOffIcon size={14} /> : <EyeOpenIcon size={14} />}
            aria-label={`${reveal}: ${props.label}`}
            title={reveal}
            aria-pressed={isShown}
            onClick={() => {
              setShown(!isShown);
            }}
          />
        }
      />
      {note !== undefined && (
        <span id={`${id}-note`} className={props.problem === undefined ? 'muted' : 'problem'}>
          {note}
        </span>
      )}
    </div>
  );
}
