import { Button, InputGroup } from '@blueprintjs/core';
import { DatabaseIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { JobsOf } from '../../components/jobs-of.tsx';
import { LockedNote } from '../../components/locked-note.tsx';
import { useBounded } from '../../components/use-bounded.tsx';
import { rememberJob, useIsRunning } from '../../engine/jobs.ts';
import { useAction, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { useLocation } from '../../state/location.ts';
import { engineWords } from '../../text/engine-text.tsx';
import { Comparison } from './comparison.tsx';
import { Ledger } from './ledger.tsx';
import { SourceCard } from './source-card.tsx';

/** Sources shown at once; each asks for its span and its activity. Beyond them they are found by name. */
const SHOWN = 20;

/** What was found in the exhibits, whose it is, and how its rows were accounted for. */
export function Sources(): ReactNode {
  const m = useMessages();
  const { source: open } = useLocation();
  const list = useEngine('source.list', {});
  const ingest = useAction('source.ingest');
  const isReading = useIsRunning('ingest');
  const sources = list.data ?? [];
  const [name, setName] = useState('');
  const wanted = name.trim().toLowerCase();
  const found = sources.filter(
    ({ id, exhibitReference, label, root, parser }) =>
      id === open || [exhibitReference, engineWords(label, m), root, parser].join('\n').toLowerCase().includes(wanted),
  );
  const { shown, more } = useBounded(found, SHOWN);
  const opened = found.filter(({ id }) => id === open && !shown.some((one) => one.id === open));
  const hasUnread = sources.some((source) => source.state === 'found' || source.state === 'aborted');
  return (
    <div className="page">
      <header className="page-head">
        <h1>{m.sources.title}</h1>
        <span className="muted" role="status">
          {m.counts.sources(sources.length)}
          {found.length < sources.length && ` · ${m.sources.found(found.length)}`}
        </span>
        <span className="spring" />
        {sources.length > SHOWN && (
          <InputGroup
            size="small"
            value={name}
            onValueChange={setName}
            placeholder={m.sources.find}
            aria-label={m.sources.find}
          />
        )}
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
        {[...opened, ...shown].map((source) => (
          <li key={source.id} className="panel">
            <SourceCard source={source} isOpen={open === source.id} />
            <Comparison source={source} sources={sources} />
            {open === source.id && <Ledger source={source.id} />}
          </li>
        ))}
      </ul>
      {more}
    </div>
  );
}
