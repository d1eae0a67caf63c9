import { Button } from '@blueprintjs/core';
import { FolderOpenIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import type { CaseInfo } from '../../../src-main/contract/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { PathButton } from '../../components/path-picker.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { client } from '../../engine/client.ts';
import { hasEnded, rememberJob, useJobs } from '../../engine/jobs.ts';
import { firstView, useCase } from '../../engine/use-case.ts';
import { ask, useAction, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { closeCase } from '../../shell/close-case.ts';
import { JobRow } from '../../shell/task-tray.tsx';
import { goView } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { NewCase } from './new-case.tsx';
import { start } from '../../engine/untold.ts';

/** Recent cases, a new one, the sample. */
export function Start(): ReactNode {
  const m = useMessages();
  const info = useCase();
  const recent = useEngine('case.recent', {});
  const open = useAction('case.open');
  const sample = useAction('case.sample');
  const jobs = useJobs((state) => state.byId);
  const [isNew, setNew] = useState(false);
  const sampleJob = sample.data === undefined ? undefined : jobs.get(sample.data.id);
  const openPath = (path: string): void => {
    open.mutate({ path }, { onSuccess: enterCase });
  };
  return (
    <div className="start">
      <header>
        <h1>{m.start.title}</h1>
        <p className="muted">{m.start.lead}</p>
        <div className="row">
          <Button
            size="small"
            intent="primary"
            text={m.start.newCase}
            onClick={() => {
              setNew(true);
            }}
          />
          <PathButton kind="folder" text={m.start.openCase} onPath={openPath} />
          <PathButton
            kind="new-folder"
            text={m.start.sample}
            onPath={(path) => {
              sample.mutate(
                { path },
                {
                  onSuccess: (job) => {
                    rememberJob(job);
                    start(
                      ask('job.wait', { job: job.id }).then(async (ended) => {
                        rememberJob(ended);
                        if (ended.state === 'done') {
                          await client.invalidateQueries();
                          goView('overview');
                        }
                      }),
                    );
                  },
                },
              );
            }}
          />
        </div>
      </header>
      {open.error !== null && <FailureNote error={open.error} />}
      {sample.error !== null && <FailureNote error={sample.error} />}
      {sampleJob !== undefined && (!hasEnded(sampleJob) || sampleJob.state === 'failed') && <JobRow job={sampleJob} />}
      {isNew && (
        <NewCase
          onDone={(created) => {
            setNew(false);
            enterCase(created);
          }}
          onCancel={() => {
            setNew(false);
          }}
        />
      )}
      {info !== null && info !== 'asking' && <OpenCase info={info} />}
      <section aria-label={m.start.recent}>
        <h2>{m.start.recent}</h2>
        {recent.data?.length === 0 && (
          <EmptyState icon={<FolderOpenIcon size={28} />} title={m.start.noRecent} text={m.start.noRecentText}>
            <ol className="steps">
              {m.start.steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </EmptyState>
        )}
        <ul className="case-list">
          {recent.data?.map((known) => (
            <li key={known.path}>
              <button
                type="button"
                disabled={!known.present}
                onClick={() => {
                  openPath(known.path);
                }}
              >
                <strong>
                  <EvidenceText text={known.number} />
                </strong>
                <span className="muted ellipsis">{known.path}</span>
                <span className="spring" />
                <span className="muted">{known.present ? <TimeText ms={known.openedMs} /> : m.start.missing}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function enterCase(info: CaseInfo): void {
  // Not cleared: what is on the screen would go on watching answers that are no longer kept.
  void client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'case.info' });
  client.setQueryData(['case.info', {}], info);
  void client.invalidateQueries({ queryKey: ['case.info'] });
  goView(firstView(info), { filter: {}, record: null });
}

function OpenCase({ info }: { readonly info: CaseInfo }): ReactNode {
  const m = useMessages();
  return (
    <section className="panel" aria-label={m.start.current}>
      <div className="row">
        <h2>{m.start.current}</h2>
        <span className="spring" />
        <Button size="small" text={m.start.closeCase} onClick={() => void closeCase()} />
      </div>
      <dl className="facts">
        <dt>{m.start.number}</dt>
        <dd>
          <EvidenceText text={info.number} />
        </dd>
        <dt>{m.start.examiner}</dt>
        <dd>
          <EvidenceText text={info.examiner} />
        </dd>
        <dt>{m.start.authority}</dt>
        <dd>
          {m.start.authorityKinds[info.authority.kind]} · <EvidenceText text={info.authority.reference} />
          {info.authority.issuer !== '' && (
            <>
              {' · '}
              <EvidenceText text={info.authority.issuer} />
            </>
          )}
        </dd>
        <dt>{m.start.created}</dt>
        <dd>
          <TimeText ms={info.createdMs} withUtc />
        </dd>
        <dt>{m.start.folder}</dt>
        <dd>
          <code>{info.path}</code>
        </dd>
        {info.note !== null && info.note !== '' && (
          <>
            <dt>{m.start.note}</dt>
            <dd>
              <EvidenceText text={info.note} />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
