import { Button, Callout, SegmentedControl } from '@blueprintjs/core';
import { UnlockIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { LOCK_KINDS, type KeyRing as Ring, type LockList } from '../../../src-main/contract/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { JobsOf } from '../../components/jobs-of.tsx';
import { rememberJob, useIsRunning } from '../../engine/jobs.ts';
import { start } from '../../engine/untold.ts';
import { useCaseId } from '../../engine/use-case.ts';
import { useAction, useEngine } from '../../engine/use-engine.ts';
import { waitsForKey } from '../../engine/use-locks.ts';
import { useMessages } from '../../messages/index.ts';
import { go, goView, useLocation } from '../../state/location.ts';
import { KeyPlaces } from './key-places.tsx';
import { KeyRingPanel } from './key-ring.tsx';
import { readLockChoice, writeLockChoice } from './lock-choice.ts';
import { LockDetail } from './lock-detail.tsx';
import { placeLocks } from './lock-order.ts';
import { LockTable } from './lock-table.tsx';
import { tryKey, useTrial } from './try-key.ts';

/** What is locked in the exhibits, the keys it wants, and what each gave. */
export function Locks(): ReactNode {
  const m = useMessages();
  const choice = readLockChoice(useLocation().own);
  const list = useEngine('lock.list', {});
  const ring = useEngine('key.list', {});
  const locks = list.data?.locks;
  const waiting = locks?.filter(waitsForKey).length ?? 0;
  return (
    <div className="page tall locks-view">
      <header className="page-head">
        <h1>{m.locks.title}</h1>
        <span className="muted numeric" role="status">
          {locks !== undefined && m.locks.sum(locks.length, waiting)}
        </span>
        <span className="spring" />
        <SegmentedControl
          size="small"
          role="radiogroup"
          aria-label={m.locks.part}
          value={choice.part}
          options={[
            { value: 'files', label: m.locks.parts.files },
            { value: 'keys', label: m.locks.parts.keys(ring.data?.keys.length ?? 0) },
          ]}
          onValueChange={(part) => {
            go({ own: part === 'keys' ? 'keys' : null }, true);
          }}
        />
      </header>
      <p className="muted">{m.locks.lead}</p>
      {list.error !== null && <FailureNote error={list.error} />}
      {ring.error !== null && <FailureNote error={ring.error} />}
      {list.data !== undefined && list.data.unsearched.length > 0 && <Unsearched count={list.data.unsearched.length} />}
      <JobsOf kinds={['unlock', 'find-locks', 'ingest']} />
      <TrialNote />
      {choice.part === 'keys'
        ? ring.data !== undefined && <KeyRingPanel ring={ring.data} locks={locks ?? []} />
        : list.data !== undefined && <Files list={list.data} ring={ring.data} chosen={choice.lock} />}
    </div>
  );
}

/** Exhibits that an earlier version took in, in which nobody looked. */
function Unsearched({ count }: { readonly count: number }): ReactNode {
  const m = useMessages();
  const find = useAction('lock.find');
  const isRunning = useIsRunning('find-locks');
  return (
    <Callout compact icon={null} intent="warning">
      <div className="row">
        <span>{m.locks.unsearched(count)}</span>
        <Button
          size="small"
          text={m.locks.find}
          disabled={isRunning}
          loading={find.isPending}
          onClick={() => {
            find.mutate({}, { onSuccess: rememberJob });
          }}
        />
      </div>
      {find.error !== null && <FailureNote error={find.error} />}
    </Callout>
  );
}

/** How the tries of the last key went. */
function TrialNote(): ReactNode {
  const m = useMessages();
  const caseId = useCaseId();
  const trial = useTrial((state) => state.trial);
  const isOurs = trial !== null && trial.caseId === caseId;
  // Of one file alone its own panel says it.
  const isShown = isOurs && (trial.isRunning || trial.locks.length > 1);
  return (
    <>
      <p role="status" className={isShown ? 'trial-note' : 'visually-hidden'}>
        {isOurs && m.locks.trial(trial.opened, trial.tried, trial.locks.length, trial.isRunning)}
      </p>
      {isOurs && trial.error !== null && <FailureNote error={trial.error} />}
      {isOurs && trial.notKept !== null && (
        <>
          <FailureNote error={trial.notKept} />
          <p className="problem">{m.locks.keepFailed}</p>
        </>
      )}
    </>
  );
}

function Files(props: {
  readonly list: LockList;
  readonly ring: Ring | undefined;
  readonly chosen: number | null;
}): ReactNode {
  const { locks } = props.list;
  const caseId = useCaseId();
  const isTrying = useTrial(({ trial }) => trial?.isRunning === true && trial.caseId === caseId);
  const isUnlocking = useIsRunning('unlock');
  const exhibits = useEngine('exhibit.list', locks.length === 0 ? {} : null);
  const first = placeLocks(locks).find(({ lock }) => waitsForKey(lock)) ?? placeLocks(locks)[0];
  const lock = locks.find(({ id }) => id === props.chosen) ?? first?.lock;
  const choose = (id: number): void => {
    go({ own: writeLockChoice({ part: 'files', lock: id }) }, true);
  };
  if (lock === undefined) return <Nothing hasExhibits={exhibits.data?.length !== 0} />;
  return (
    <div className="locks-body">
      <LockTable locks={locks} chosen={lock.id} onChosen={choose} onOpen={goToKey} />
      <LockDetail
        key={lock.id}
        lock={lock}
        locks={locks}
        ring={props.ring}
        isBusy={isTrying || isUnlocking || caseId === null}
        onKey={(key, isForAll, passphrase) => {
          const alike = locks.filter((one) => one.kind === lock.kind && one.id !== lock.id && waitsForKey(one));
          const all = [lock, ...(isForAll ? alike : [])].map(({ id }) => id);
          choose(lock.id);
          if (caseId !== null) start(tryKey(caseId, all, key, passphrase));
        }}
        onLock={choose}
      />
    </div>
  );
} // prettier-ignore

/** Why there is nothing to unlock, and what could be. */
function Nothing({ hasExhibits }: { readonly hasExhibits: boolean }): ReactNode {
  const m = useMessages();
  return (
    <EmptyState icon={<UnlockIcon size={28} />} title={hasExhibits ? m.locks.none : m.exhibits.none} text={hasExhibits ? m.locks.noneText : m.locks.noExhibits}>
      {!hasExhibits && <Button size="small" intent="primary" text={m.palette.addExhibit} onClick={() => { goView('exhibits'); }} />}
      <ul className="plain could-be-locked">
        {LOCK_KINDS.map((kind) => (
          <li key={kind}>
            <h3>{m.locks.kinds[kind]}</h3>
            <p>{m.locks.kindNotes[kind]}</p>
            <KeyPlaces kind={kind} />
          </li>
        ))}
      </ul>
    </EmptyState>
  );
} // prettier-ignore

/** Focuses what gives the chosen lock its key, or else what it gave. */
function goToKey(): void {
  const detail = document.querySelector<HTMLElement>('.lock-detail');
  const goal = detail?.querySelector<HTMLElement>('.key-offers button:not(:disabled), .key-form input:not([type=radio])');
  (goal ?? detail)?.focus();
} // prettier-ignore
