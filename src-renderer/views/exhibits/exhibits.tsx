import { Button } from '@blueprintjs/core';
import { BoxIcon, PlusIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import type { LockView } from '../../../src-main/contract/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { HashValue } from '../../components/hash-value.tsx';
import { JobsOf } from '../../components/jobs-of.tsx';
import { LockedNote } from '../../components/locked-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { rememberJob } from '../../engine/jobs.ts';
import { useAction, useEngine } from '../../engine/use-engine.ts';
import { useLocks, waitsForKey } from '../../engine/use-locks.ts';
import { useMessages } from '../../messages/index.ts';
import { goView } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount, showSize } from '../../time/units.ts';
import { transport } from '../../transport/index.ts';
import { AddExhibit } from './add-exhibit.tsx';
import { VerifyOutcome } from './verify-outcome.tsx';

/** What was received, its hashes, and whether it is still the same. */
export function Exhibits(): ReactNode {
  const m = useMessages();
  const list = useEngine('exhibit.list', {});
  const verify = useAction('verify.case');
  const [adding, setAdding] = useState<string | null>(null);
  const [isDropUnknown, setDropUnknown] = useState(false);
  const exhibits = list.data ?? [];
  const locks = useLocks()?.locks ?? [];
  return (
    <div
      className="page"
      onDragOver={(event) => {
        event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        const [file] = event.dataTransfer.files;
        const path = file === undefined ? null : transport.pathOfDropped(file);
        setDropUnknown(path === null);
        if (path !== null) setAdding(path);
      }}
    >
      <header className="page-head">
        <h1>{m.exhibits.title}</h1>
        <span className="muted">{m.counts.exhibits(exhibits.length)}</span>
        <span className="spring" />
        {exhibits.length > 0 && (
          <Button
            size="small"
            text={m.exhibits.verify}
            title={m.exhibits.verifying}
            loading={verify.isPending}
            onClick={() => {
              verify.mutate({ records: 'sample' }, { onSuccess: rememberJob });
            }}
          />
        )}
        <Button
          size="small"
          intent="primary"
          icon={<PlusIcon size={12} />}
          text={m.exhibits.add}
          onClick={() => {
            setAdding('');
          }}
        />
      </header>
      {isDropUnknown && (
        <p className="problem" role="alert">
          {m.exhibits.dropUnknown}
        </p>
      )}
      {verify.error !== null && <FailureNote error={verify.error} />}
      <JobsOf kinds={['intake', 'verify']} />
      <LockedNote />
      <VerifyOutcome />
      {list.error !== null && <FailureNote error={list.error} />}
      {adding !== null && (
        <AddExhibit
          path={adding}
          onClose={() => {
            setAdding(null);
          }}
        />
      )}
      {list.data?.length === 0 && (
        <EmptyState icon={<BoxIcon size={28} />} title={m.exhibits.none} text={m.exhibits.noneText}>
          <p className="muted">{m.exhibits.drop}</p>
        </EmptyState>
      )}
      <ul className="cards">
        {exhibits.map((exhibit) => (
          <li key={exhibit.id} className="panel">
            <div className="row">
              <h2>
                <EvidenceText text={exhibit.reference} />
              </h2>
              <span className="badge">{m.words.exhibitKinds[exhibit.kind]}</span>
              {exhibit.state === 'incomplete' && <span className="badge danger">{m.exhibits.incomplete}</span>}
              <span className="spring" />
              <span className={exhibit.verified !== null && exhibit.verified.differences > 0 ? 'problem' : 'muted'}>
                {exhibit.verified === null ? (
                  m.exhibits.notVerified
                ) : (
                  <>
                    {m.exhibits.verified(exhibit.verified.differences)} · <TimeText ms={exhibit.verified.atMs} />
                  </>
                )}
              </span>
            </div>
            <dl className="facts">
              <dt>{m.exhibits.table.path}</dt>
              <dd>
                <EvidenceText text={exhibit.path} className="mono" />
              </dd>
              <dt>{m.exhibits.table.size}</dt>
              <dd className="numeric">
                {showSize(exhibit.sizeBytes)} ({showCount(exhibit.sizeBytes)} B) · {m.counts.files(exhibit.files)}
              </dd>
              <dt>SHA-256</dt>
              <dd>
                <HashValue hash={exhibit.sha256} label={`SHA-256 ${exhibit.reference}`} />
              </dd>
              {exhibit.sha1 !== null && (
                <>
                  <dt>SHA-1</dt>
                  <dd>
                    <HashValue hash={exhibit.sha1} label={`SHA-1 ${exhibit.reference}`} />
                  </dd>
                </>
              )}
              {exhibit.md5 !== null && (
                <>
                  <dt>MD5</dt>
                  <dd>
                    <HashValue hash={exhibit.md5} label={`MD5 ${exhibit.reference}`} />
                  </dd>
                </>
              )}
              <dt>{m.exhibits.table.added}</dt>
              <dd>
                <TimeText ms={exhibit.addedMs} withUtc />
              </dd>
              <LocksOf locks={locks.filter((lock) => lock.exhibit === exhibit.id)} />
              <dt>{m.exhibits.table.issues}</dt>
              <dd>
                {exhibit.issues === 0 ? (
                  m.general.none
                ) : (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => {
                      goView('issues');
                    }}
                  >
                    {m.counts.issues(exhibit.issues)}
                  </button>
                )}
              </dd>
            </dl>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How many files of an exhibit are locked, and the way to them; nothing where none was found. */
function LocksOf({ locks }: { readonly locks: readonly LockView[] }): ReactNode {
  const m = useMessages();
  const first = locks.find(waitsForKey) ?? locks[0];
  if (first === undefined) return null;
  return (
    <>
      <dt>{m.locks.list}</dt>
      <dd>
        <button
          type="button"
          className="link-button"
          onClick={() => {
            goView('locks', { own: String(first.id) });
          }}
        >
          {m.locks.sum(locks.length, locks.filter(waitsForKey).length)}
        </button>
      </dd>
    </>
  );
}
