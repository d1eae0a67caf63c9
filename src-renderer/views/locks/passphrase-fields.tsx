import type { ReactNode } from 'react';
import { useMessages } from '../../messages/index.ts';
import { SecretField } from './secret-field.tsx';

/** The passphrase of the key ring as it is typed; where none was chosen yet, twice. */
export interface Passphrase {
  readonly value: string;
  readonly again: string;
}

/** Nothing typed. */
export const NO_PASSPHRASE: Passphrase = { value: '', again: '' };

/** Whether what was typed can be sent. */
export function isComplete({ value, again }: Passphrase, isNew: boolean): boolean {
  return value !== '' && (!isNew || value === again);
}

/** Asks for the passphrase of the key ring. */
export function PassphraseFields(props: {
  readonly typed: Passphrase;
  readonly onTyped: (typed: Passphrase) => void;
  readonly isNew: boolean;
  readonly problem?: string | undefined;
}): ReactNode {
  const m = useMessages();
  const { typed, isNew } = props;
  const differs = typed.again !== '' && typed.again !== typed.value;
  return (
    <>
      <SecretField
        label={isNew ? m.locks.newPassphrase : m.locks.passphrase}
        hint={isNew ? m.locks.newPassphraseHint : undefined}
        problem={props.problem}
        value={typed.value}
        onValue={(value) => {
          props.onTyped({ ...typed, value });
        }}
      />
      {isNew && (
        <SecretField
          label={m.locks.passphraseAgain}
          problem={differs ? m.locks.passphraseDiffers : undefined}
          value={typed.again}
          onValue={(again) => {
            props.onTyped({ ...typed, again });
          }}
        />
      )}
    </>
  );
}
