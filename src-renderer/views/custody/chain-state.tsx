import { Button, Callout } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { FailureNote } from '../../components/failure-note.tsx';
import { HashValue } from '../../components/hash-value.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';

/** Whether the chain of the log holds, walked when the view opens and on demand; a broken place is named. */
export function ChainState(): ReactNode {
  const m = useMessages();
  const check = useEngine('custody.check', {});
  if (check.error !== null) return <FailureNote error={check.error} />;
  if (check.data === undefined) return <p className="muted">{m.custody.walking}</p>;
  const { entries, atMs, head, fault } = check.data;
  return (
    <Callout compact icon={null} intent={fault === null ? 'success' : 'danger'} role="status" className="chain-state">
      <div className="row">
        <strong>{fault === null ? m.custody.chainHolds(entries) : m.custody.chainBroken(fault.seq)}</strong>
        <TimeText ms={atMs} />
        {head !== null && fault === null && (
          <>
            <span className="muted">{m.custody.head}</span>
            <HashValue hash={head} label={m.custody.head} isShort />
          </>
        )}
        <span className="spring" />
        <Button
          size="small"
          variant="minimal"
          text={m.custody.walk}
          loading={check.isFetching}
          onClick={() => void check.refetch()}
        />
      </div>
      {fault !== null && (
        <dl className="facts">
          <dt>{m.report.result}</dt>
          <dd>{m.custody.faults[fault.kind]}</dd>
          <dt>{m.report.expected}</dt>
          <dd className="mono">{fault.expected ?? m.general.none}</dd>
          <dt>{m.report.found}</dt>
          <dd className="mono">{fault.found ?? m.general.none}</dd>
        </dl>
      )}
    </Callout>
  );
}
