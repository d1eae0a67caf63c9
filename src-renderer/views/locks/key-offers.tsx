import { Button } from '@blueprintjs/core';
import { KeyIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { KeyRing, LockView } from '../../../src-main/contract/index.ts';
import { HashValue } from '../../components/hash-value.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { PathText } from '../../text/path-text.tsx';
import type { OnKey } from './key-form.tsx';
import { fromText } from './key-from.ts';

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
  return (
    <section aria-label={m.locks.offers}>
      <h3>{m.locks.offers}</h3>
      <ul className="plain key-offers">
        {lock.offers.map(({ path, sha256, what, fits }) => (
          <li key={path}>
            <Button
              size="small"
              {...(fits === false ? {} : { intent: 'primary' as const })}
              icon={<KeyIcon size={12} />}
              text={m.locks.useFile}
              aria-label={`${m.locks.useFile}: ${path}`}
              disabled={props.isBusy}
              onClick={() => {
                props.onKey({ exhibit: lock.exhibit, path }, false, null);
              }}
            />
            <div>
              <span>
                {m.locks.offered[what] ?? <EvidenceText text={what} className="mono" />}
                {fits !== null && (
                  <span className={fits ? 'badge success' : 'badge'}>{fits ? m.locks.fits : m.locks.fitsNot}</span>
                )}
              </span>
              <PathText path={path} />
              <HashValue hash={sha256} label={`SHA-256 ${path}`} isShort />
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

/** What a key of the ring has opened, each once. */
function openedBy({ uses }: KeyRing['keys'][number], locks: readonly LockView[]): readonly LockView[] {
  const opened = new Set(uses.filter(({ ended }) => ended === 'opened').map(({ lock }) => lock));
  return locks.filter(({ id }) => opened.has(id));
}
