import { Button } from '@blueprintjs/core';
import { DatabaseIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { JobsOf } from '../../components/jobs-of.tsx';
import { LockedNote } from '../../components/locked-note.tsx';
import { rememberJob, useIsRunning } from '../../engine/jobs.ts';
import { useAction, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { useLocation } from '../../state/location.ts';
import { Comparison } from './comparison.tsx';
import { Ledger } from './ledger.tsx';
import { SourceCard } from './source-card.tsx';

/** What was found in the exhibits, whose it is, and how its rows were accounted for. */
export function Sources(): ReactNode {
  const m = useMessages();
  const { source: open } = useLocation();
  const list = useEngine('source.list', {});
  const ingest = useAction('source.ingest');
  const isReading = useIsRunning('ingest');
  const sources = list.data ?? [];
  const hasUnread = sources.some((source) => source.state === 'found' || source.state === 'aborted');
  return (
    <div className="page">
      <header className="page-head">
        <h1>{m.sources.title}</h1>
        <span className="muted">{m.counts.sources(sources.length)}</span>
        <span className="spring" />
        {hasUnread && (
          <Button
            size="small"
            intent="primary"
            text={m.sources.readAll}
            disabled={isReading}
            loading={ingest.isPending}
            onClick={() => {
              ingest.mutate({}, { onSuccess: rememberJob });
            }}
          />
        )}
      </header>
      {ingest.error !== null && <FailureNote error={ingest.error} />}
      {list.error !== null && <FailureNote error={list.error} />}
      <JobsOf kinds={['ingest']} />
      <LockedNote />
      {list.data?.length === 0 && (
        <EmptyState icon={<DatabaseIcon size={28} />} title={m.sources.none} text={m.sources.noneText} />
      )}
      <ul className="cards">
        {sources.map((source) => (
          <li key={source.id} className="panel">
            <SourceCard source={source} isOpen={open === source.id} />
            <Comparison source={source} sources={sources} />
            {open === source.id && <Ledger source={source.id} />}
          </li>
        ))}
      </ul>
    </div>
  );
}
