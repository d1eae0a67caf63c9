import { Button } from '@blueprintjs/core';
import { KeyIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import type { KeyRing, KeyView, LockView } from '../../../src-main/contract/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { client } from '../../engine/client.ts';
import { failureOf } from '../../engine/failure.ts';
import { ask, useAction } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { fromText } from './key-from.ts';
import { isComplete, NO_PASSPHRASE, PassphraseFields } from './passphrase-fields.tsx';

/** Keys that were given in this case, without their values: where each came from, what it opened, and where its value is now. */
export function KeyRingPanel(props: { readonly ring: KeyRing; readonly locks: readonly LockView[] }): ReactNode {
  const m = useMessages();
  const { ring, locks } = props;
  if (ring.keys.length === 0)
    return <EmptyState icon={<KeyIcon size={28} />} title={m.locks.noKeys} text={m.locks.noKeysText} />;
  const unheld = ring.keys.filter(({ kept, held }) => kept && !held).length;
  const unkept = ring.keys.filter(({ kept, held }) => held && !kept).map(({ id }) => id);
  return (
    <div className="key-ring">
      {unheld > 0 && <Passphrased kind="recall" count={unheld} isNew={false} keys={[]} />}
      <div className="panel scroll-x" role="region" aria-label={m.locks.ring} tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{m.locks.key}</th>
              <th scope="col">{m.locks.columns.from}</th>
              <th scope="col">{m.locks.columns.uses}</th>
              <th scope="col">{m.locks.columns.value}</th>
            </tr>
          </thead>
          <tbody>
            {ring.keys.map((key) => (
              <KeyRow key={key.id} one={key} locks={locks} />
            ))}
          </tbody>
        </table>
      </div>
      {unkept.length > 0 && <Passphrased kind="keep" count={unkept.length} isNew={!ring.hasPassphrase} keys={unkept} />}
    </div>
  );
}

function KeyRow({ one, locks }: { readonly one: KeyView; readonly locks: readonly LockView[] }): ReactNode {
  const m = useMessages();
  const forget = useAction('key.forget');
  const [isAsked, setAsked] = useState(false);
  const hasValue = one.held || one.kept;
  return (
    <tr>
      <td>
        {m.locks.forms[one.form]}
        <div>
          <code>{one.fingerprint}</code>
        </div>
      </td>
      <td>
        <EvidenceText text={fromText(one, m)} />
        <div className="muted small">
          <TimeText ms={one.addedMs} />
        </div>
        {(one.from.kind === 'file' || one.from.kind === 'exhibit') && one.from.sha256 !== null && (
          <div className="muted small">
            SHA-256 <code title={one.from.sha256}>{`${one.from.sha256.slice(0, 16)}…`}</code>
          </div>
        )}
      </td>
      <td>
        <ul className="plain">
          {one.uses.map(({ lock, atMs, ended }) => {
            const of = locks.find(({ id }) => id === lock);
            return (
              <li key={`${lock} ${atMs}`}>
                <span className={ended === 'opened' ? 'badge success' : 'badge'}>{m.locks.ends[ended]}</span>{' '}
                <button
                  type="button"
                  className="link-button"
                  onClick={() => {
                    go({ own: String(lock) });
                  }}
                >
                  <EvidenceText text={of === undefined ? String(lock) : of.path === '' ? of.exhibitReference : of.path} />
                </button>{' '}
                <span className="muted small">
                  <TimeText ms={atMs} />
                </span>
              </li>
            );
          })}
        </ul>
      </td>
      <td>
        {one.held && <div>{m.locks.held}</div>}
        {one.kept && <div>{m.locks.kept}</div>}
        {!hasValue && <span className="muted">{m.locks.gone}</span>}
        {hasValue && !isAsked && (
          <Button
            size="small"
            text={m.locks.forget(one.kept)}
            aria-label={`${m.locks.forget(one.kept)}: ${one.fingerprint}`}
            onClick={() => {
              setAsked(true);
            }}
          />
        )}
        {hasValue && isAsked && (
          <div role="group" aria-label={m.locks.forget(one.kept)}>
            <p className="small">{m.locks.forgetNote(one.kept)}</p>
            <div className="row">
              <Button
                size="small"
                intent="danger"
                autoFocus
                text={m.locks.forgetYes}
                loading={forget.isPending}
                onClick={() => {
                  forget.mutate({ key: one.id }, { onSuccess: takeRing });
                }}
              />
              <Button
                size="small"
                text={m.general.cancel}
                onClick={() => {
                  setAsked(false);
                }}
              />
            </div>
          </div>
        )}
        {forget.error !== null && <FailureNote error={forget.error} />}
      </td>
    </tr>
  );
} // prettier-ignore

const NOT_SENT = { error: null, isPending: false };

/** Brings kept values back into memory, or keeps held ones in the case; both ask for the passphrase of the ring. */
function Passphrased(props: {
  readonly kind: 'keep' | 'recall';
  readonly count: number;
  readonly isNew: boolean;
  readonly keys: readonly number[];
}): ReactNode {
  const m = useMessages();
  const { kind, count, isNew, keys } = props;
  const [typed, setTyped] = useState(NO_PASSPHRASE);
  const [{ error, isPending }, setSent] = useState<{ readonly error: unknown; readonly isPending: boolean }>(NOT_SENT);
  const isWrong = error !== null && failureOf(error).code === 'wrong-key';
  const words = m.locks[kind === 'keep' ? 'keepHeld' : 'recall'];
  return (
    <form
      className="panel key-form"
      autoComplete="off"
      aria-label={words.title(count)}
      onSubmit={(event) => {
        event.preventDefault();
        const passphrase = typed.value;
        if (!isComplete(typed, isNew)) return;
        setTyped(NO_PASSPHRASE);
        setSent({ error: null, isPending: true });
        // Not a mutation: its cache would keep what was typed.
        const sent = kind === 'keep' ? ask('key.keep', { keys: [...keys], passphrase }) : ask('key.recall', { passphrase });
        sent.then(takeRing).then(
          () => {
            setSent(NOT_SENT);
          },
          (failed: unknown) => {
            setSent({ error: failed, isPending: false });
          },
        );
      }}
    >
      <h3>{words.title(count)}</h3>
      <p className="muted small">{words.note}</p>
      <PassphraseFields typed={typed} onTyped={setTyped} isNew={isNew} problem={isWrong ? m.locks.wrongPassphrase : undefined} />
      {error !== null && !isWrong && <FailureNote error={error} />}
      <div className="row">
        <Button type="submit" size="small" text={words.button} disabled={!isComplete(typed, isNew)} loading={isPending} />
      </div>
    </form>
  );
} // prettier-ignore

/** The answer of a deed is the ring as it is now. */
function takeRing(ring: KeyRing): void {
  client.setQueryData(['key.list', {}], ring);
}
