import { Button, Checkbox, SegmentedControl } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { KeyForm as Form, KeyParam, KeyRing, LockView } from '../../../src-main/contract/index.ts';
import { TextField } from '../../components/field.tsx';
import { PathButton } from '../../components/path-picker.tsx';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/index.ts';
import { checkHex, type HexState } from './hex-digits.ts';
import { isComplete, NO_PASSPHRASE, PassphraseFields, type Passphrase } from './passphrase-fields.tsx';
import { SecretField } from './secret-field.tsx';

/** A key as the examiner gives it, and the passphrase under which the case keeps it; null where it keeps nothing. */
export type OnKey = (key: KeyParam, isForAll: boolean, passphrase: string | null) => void;

/** Takes a key for a lock in one of the forms it wants. What was typed is forgotten as soon as it is sent. */
export function KeyForm(props: {
  readonly lock: LockView;
  /** Others of this kind that wait for a key. */
  readonly alike: number;
  readonly ring: KeyRing | undefined;
  readonly isBusy: boolean;
  readonly onKey: OnKey;
}): ReactNode {
  const m = useMessages();
  const { lock, alike, ring } = props;
  const [form, setForm] = useState<Form>(lock.wants[0] ?? 'password');
  const [value, setValue] = useState('');
  const [file, setFile] = useState('');
  const [settings, setSettings] = useState('');
  const [isForAll, setForAll] = useState(false);
  const [isKept, setKept] = useState(false);
  const [passphrase, setPassphrase] = useState<Passphrase>(NO_PASSPHRASE);
  const isNew = ring?.hasPassphrase === false;
  const hex = form === 'hex' ? checkHex(value, lock.kind) : null;
  const isReady = form === 'key-file' ? file.trim() !== '' : form === 'hex' ? hex?.kind === 'whole' : value !== '';
  const canSend = isReady && !props.isBusy && (!isKept || isComplete(passphrase, isNew));
  const submit = (): void => {
    if (!canSend) return;
    const key: KeyParam =
      form === 'key-file'
        ? { file: file.trim(), form }
        : settings.trim() === ''
          ? { typed: value, form }
          : // Lines behind the key state settings; digits are read as such in a password too.
            {
              typed: `${form === 'hex' ? value.replaceAll(/[\s-]/gu, '') : value}\n${settings.trim()}`,
              form: 'password',
            };
    setValue('');
    setPassphrase(NO_PASSPHRASE);
    setKept(false);
    props.onKey(key, isForAll && alike > 0, isKept ? passphrase.value : null);
  };
  return (
    <form
      className="key-form"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {lock.wants.length > 1 && (
        <SegmentedControl
          size="small"
          role="radiogroup"
          aria-label={m.locks.form}
          value={form}
          options={lock.wants.map((one) => ({ value: one, label: m.locks.forms[one] }))}
          onValueChange={(next) => {
            setForm(lock.wants.find((one) => one === next) ?? form);
            setValue('');
          }}
        />
      )}
      {form === 'key-file' ? (
        <TextField
          label={m.locks.forms['key-file']}
          value={file}
          onValue={setFile}
          hint={m.locks.fileHint}
          action={<PathButton kind="file" text={m.exhibits.file} onPath={setFile} />}
        />
      ) : (
        <SecretField
          key={form}
          label={form === 'hex' ? m.locks.forms.hex : m.locks.passwords[lock.kind]}
          value={value}
          onValue={setValue}
          isMono={form === 'hex'}
          hint={hex === null ? undefined : hexText(hex, m)}
          problem={hex?.kind === 'other' || hex?.kind === 'long' ? hexText(hex, m) : undefined}
        />
      )}
      {lock.kind === 'sqlcipher' && form !== 'key-file' && (
        <TextField
          label={m.general.optionalField(m.locks.settings)}
          value={settings}
          onValue={setSettings}
          hint={m.locks.settingsHint}
        />
      )}
      {alike > 0 && (
        <Checkbox
          checked={isForAll}
          label={m.locks.forAll(alike + 1)}
          onChange={() => {
            setForAll(!isForAll);
          }}
        />
      )}
      <Checkbox
        checked={isKept}
        disabled={ring === undefined}
        label={m.locks.keep}
        onChange={() => {
          setKept(!isKept);
          setPassphrase(NO_PASSPHRASE);
        }}
      />
      {isKept && (
        <>
          <p className="muted small">{m.locks.keepNote}</p>
          <PassphraseFields typed={passphrase} onTyped={setPassphrase} isNew={isNew} />
        </>
      )}
      <div className="row">
        <Button type="submit" size="small" intent="primary" text={m.locks.unlock} disabled={!canSend} />
        <span role="status" className="muted small">
          {props.isBusy && isReady ? m.locks.busy : !isKept && m.locks.notKept}
        </span>
      </div>
    </form>
  );
}

function hexText(state: HexState, m: Messages): string {
  switch (state.kind) {
    case 'empty':
      return m.locks.hex.empty(state.wanted.join(' / '));
    case 'other':
      return m.locks.hex.other(state.character, state.position);
    case 'short':
      return m.locks.hex.short(state.digits, state.wanted.join(' / '));
    case 'long':
      return m.locks.hex.long(state.digits, state.wanted.join(' / '));
    case 'whole':
      return m.locks.hex.whole(state.digits);
  }
}
