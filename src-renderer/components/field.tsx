import { InputGroup } from '@blueprintjs/core';
import { useId, type ReactNode } from 'react';

/** A labelled line of text with a hint and what is wrong with it. */
export function TextField(props: {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly autoFocus?: boolean;
  readonly action?: ReactNode;
}): ReactNode {
  const id = useId();
  const note = props.problem ?? props.hint;
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <div className="row">
        <InputGroup
          id={id}
          fill
          size="small"
          value={props.value}
          onValueChange={props.onValue}
          autoFocus={props.autoFocus ?? false}
          intent={props.problem === undefined ? 'none' : 'danger'}
          aria-invalid={props.problem !== undefined}
          {...(note === undefined ? {} : { 'aria-describedby': `${id}-note` })}
        />
        {props.action}
      </div>
      {note !== undefined && (
        <span id={`${id}-note`} className={props.problem === undefined ? 'muted' : 'problem'}>
          {note}
        </span>
      )}
    </div>
  );
}

/** A labelled choice of few. */
export function SelectField<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly onValue: (value: T) => void;
  readonly isInline?: boolean;
  /** The label is read aloud and shown on hover alone; the choices say what they are about. */
  readonly isUnlabelled?: boolean;
}): ReactNode {
  const id = useId();
  const isUnlabelled = props.isUnlabelled === true;
  return (
    <div className={props.isInline === true ? 'field inline' : 'field'}>
      {!isUnlabelled && <label htmlFor={id}>{props.label}</label>}
      <span className="bp6-html-select bp6-small">
        <select
          id={id}
          value={props.value}
          {...(isUnlabelled && { 'aria-label': props.label, title: props.label })}
          onChange={(event) => {
            const chosen = props.choices.find((choice) => choice.value === event.currentTarget.value);
            if (chosen !== undefined) props.onValue(chosen.value);
          }}
        >
          {props.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      </span>
    </div>
  );
}
