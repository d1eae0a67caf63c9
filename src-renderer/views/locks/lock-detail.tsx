import { useEffect, useRef, type ReactNode } from 'react';
import type { KeyRing, LockView } from '../../../src-main/contract/index.ts';
import { HashValue } from '../../components/hash-value.tsx';
import { waitsForKey } from '../../engine/use-locks.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount, showSize } from '../../time/units.ts';
import { KeyForm, type OnKey } from './key-form.tsx';
import { KeyOffers } from './key-offers.tsx';
import { KeyPlaces } from './key-places.tsx';
import { LastTry } from './last-try.tsx';
import { FactRows } from './lock-facts.tsx';
import { LockOpened } from './lock-opened.tsx';
import { shownPath } from './lock-order.ts';

/** One lock: how it stands, the key it wants and where that lies, or what it gave. */
export function LockDetail(props: {
  readonly lock: LockView;
  readonly locks: readonly LockView[];
  readonly ring: KeyRing | undefined;
  readonly isBusy: boolean;
  readonly onKey: OnKey;
  readonly onLock: (id: number) => void;
}): ReactNode {
  const m = useMessages();
  const { lock, locks, ring, isBusy, onKey } = props;
  const box = useRef<HTMLElement>(null);
  const isWaiting = waitsForKey(lock);
  const before = useRef(isWaiting);
  // The form that goes takes the focus with it: what it gave takes it over.
  useEffect(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (before.current && !isWaiting) {
      box.current?.scrollTo({ top: 0 });
      if (isLost) box.current?.focus({ preventScroll: true });
    }
    before.current = isWaiting;
  }, [isWaiting]);
  const outer = locks.find(({ id }) => id === lock.within);
  const inner = locks.filter(({ within }) => within === lock.id);
  const alike = locks.filter((one) => one.kind === lock.kind && one.id !== lock.id && waitsForKey(one));
  return (
    <section ref={box} tabIndex={-1} className="panel lock-detail" aria-label={m.locks.one}>
      <h2>
        <EvidenceText text={lock.path === '' ? lock.exhibitReference : shownPath(lock, outer)} />
      </h2>
      <div className="row badges">
        <span className="badge">{m.locks.kinds[lock.kind]}</span>
        <span className={lock.state === 'opened' ? 'badge success' : 'badge warning'}>
          {m.locks.states[lock.state]}
        </span>
      </div>
      <LastTry lock={lock} />
      {isWaiting && (
        <>
          {lock.state === 'key-needed' && <p>{m.locks.needed(lock.opened?.fingerprint ?? null)}</p>}
          <KeyOffers lock={lock} locks={locks} ring={ring} isBusy={isBusy} onKey={onKey} />
          <section aria-label={m.locks.give}>
            <h3>{m.locks.give}</h3>
            <KeyForm key={lock.id} lock={lock} alike={alike.length} ring={ring} isBusy={isBusy} onKey={onKey} />
          </section>
          <section aria-label={m.locks.where}>
            <h3>{m.locks.where}</h3>
            <KeyPlaces kind={lock.kind} />
          </section>
        </>
      )}
      {lock.state !== 'locked' && <LockOpened lock={lock} inner={inner} onLock={props.onLock} />}
      {lock.state === 'locked' && lock.wants.length === 0 && <p>{m.locks.wantsNone}</p>}
      <section aria-label={m.locks.file}>
        <h3>{m.locks.file}</h3>
        <dl className="facts">
          <dt>{m.locks.columns.exhibit}</dt>
          <dd>
            <EvidenceText text={lock.exhibitReference} />
          </dd>
          {lock.path !== '' && (
            <>
              <dt>{m.exhibits.table.path}</dt>
              <dd>
                <EvidenceText text={lock.path} className="mono" />
              </dd>
            </>
          )}
          {outer !== undefined && (
            <>
              <dt>{m.locks.liesIn}</dt>
              <dd>
                <button
                  type="button"
                  className="link-button"
                  onClick={() => {
                    props.onLock(outer.id);
                  }}
                >
                  <EvidenceText text={outer.path === '' ? outer.exhibitReference : outer.path} />
                </button>
              </dd>
            </>
          )}
          <dt>{m.exhibits.table.size}</dt>
          <dd className="numeric">
            {showSize(lock.sizeBytes)} ({showCount(lock.sizeBytes)} B)
          </dd>
          <dt>SHA-256</dt>
          <dd>
            <HashValue hash={lock.sha256} label={`SHA-256 ${lock.path}`} />
          </dd>
          <FactRows facts={lock.facts} />
        </dl>
      </section>
    </section>
  );
}
