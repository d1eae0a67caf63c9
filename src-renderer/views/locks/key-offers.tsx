import { Button } from '@blueprintjs/core';
import { KeyIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { KeyInput, KeyRing, LockView } from '../../../src-main/contract/index.ts';
import { HashValue } from '../../components/hash-value.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { PathText } from '../../text/path-text.tsx';
import type { OnKey } from './key-form.tsx';
import { fromText, inputText } from './key-from.ts';

/** Keys at hand, each one press away: files of the same exhibit, and keys of the ring that are in memory. */
export function KeyOffers(props: {
  readonly lock: LockView;
  /** All of the case, for what a key has opened before. */
  readonly locks: readonly LockView[];
  readonly ring: KeyRing | undefined;
  readonly isBusy: boolean;
  readonly onKey: OnKey;
}): ReactNode {
  const m = useMessages();
  const { lock, ring } = props;
  const held = (ring?.keys ?? []).filter(
    (one) =>
      one.held &&
      lock.wants.includes(one.form) &&
      !one.uses.some((use) => use.lock === lock.id && use.ended !== 'opened'),
  );
  if (lock.offers.length === 0 && held.length === 0) return null;
  const among = lock.offers[0]?.among;
  return (
    <section aria-label={m.locks.offers}>
      <h3>{m.locks.offers}</h3>
      {among !== undefined && among.combinations > lock.offers.length && (
        <p className="muted small">{m.locks.among(among.combinations, among.tried, lock.offers.length)}</p>
      )}
      <ul className="plain key-offers">
        {lock.offers.map(({ path, sha256, what, fits, inputs }, index) => (
          <li key={`${path} ${index}`}>
            <Button
              size="small"
              {...(fits === false ? {} : { intent: 'primary' as const })}
              icon={<KeyIcon size={12} />}
              text={inputs === undefined ? m.locks.useFile : m.locks.useDerived}
              aria-label={`${inputs === undefined ? m.locks.useFile : m.locks.useDerived}: ${path}`}
              disabled={props.isBusy}
              onClick={() => {
                props.onKey(inputs === undefined ? { exhibit: lock.exhibit, path } : { offer: index + 1 }, false, null);
              }}
            />
            <div>
              <span>
                {m.locks.offered[what] ?? <EvidenceText text={what} className="mono" />}
                {fits !== null && (
                  <span className={fits ? 'badge success' : 'badge'}>{fits ? m.locks.fits : m.locks.fitsNot}</span>
                )}
              </span>
              {inputs === undefined ? (
                <>
                  <PathText path={path} />
                  <HashValue hash={sha256} label={`SHA-256 ${path}`} isShort />
                </>
              ) : (
                <Inputs inputs={inputs} />
              )}
            </div>
          </li>
        ))}
        {held.map((key) => (
          <li key={key.id}>
            <Button
              size="small"
              icon={<KeyIcon size={12} />}
              text={m.locks.useRing}
              aria-label={`${m.locks.useRing}: ${key.fingerprint}`}
              disabled={props.isBusy}
              onClick={() => {
                props.onKey({ key: key.id }, false, null);
              }}
            />
            <div>
              <span>
                {m.locks.forms[key.form]} <code>{key.fingerprint}</code>
              </span>
              <span className="muted small">
                <EvidenceText text={fromText(key, m)} />
                {openedBy(key, props.locks).map(({ id, exhibitReference, path }) => (
                  <span key={id}>
                    {' · '}
                    <EvidenceText
                      text={m.locks.openedWith(path === '' ? exhibitReference : `${exhibitReference} ${path}`)}
                    />
                  </span>
                ))}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The values from which a key follows, each with the file that holds it. */
function Inputs({ inputs }: { readonly inputs: readonly KeyInput[] }): ReactNode {
  const m = useMessages();
  return (
    <ol className="plain key-inputs small">
      {inputs.map((input) => (
        <li key={input.is}>
          <EvidenceText text={inputText(input, m)} />
          {input.sha256 !== null && <HashValue hash={input.sha256} label={`SHA-256 ${input.path ?? ''}`} isShort />}
        </li>
      ))}
    </ol>
  );
}

/** What a key of the ring has opened, each once. */
function openedBy({ uses }: KeyRing['keys'][number], locks: readonly LockView[]): readonly LockView[] {
  const opened = new Set(uses.filter(({ ended }) => ended === 'opened').map(({ lock }) => lock));
  return locks.filter(({ id }) => opened.has(id));
}
