import { Button, PopoverNext, ProgressBar } from '@blueprintjs/core';
import { CrossIcon, RefreshIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { JobView } from '../../src-main/contract/index.ts';
import { FailureNote } from '../components/failure-note.tsx';
import { EngineFailure } from '../engine/failure.ts';
import { dismissJob, hasEnded, rememberJob, useJobs } from '../engine/jobs.ts';
import { useAction } from '../engine/use-engine.ts';
import { useMessages } from '../messages/index.ts';
import { EngineText } from '../text/engine-text.tsx';
import { showCount, showDuration, showSize } from '../time/units.ts';

/** Long work: how far, how fast, how long still, and the way to stop it. Survives moving between views. */
export function TaskTray(): ReactNode {
  const m = useMessages();
  const { byId, dismissed } = useJobs();
  const jobs = [...byId.values()].filter((job) => !dismissed.has(job.id)).reverse();
  const running = jobs.filter((job) => !hasEnded(job));
  const [first] = running;
  return (
    <div className="task-tray" role="status" aria-live="polite">
      {first !== undefined && (
        <span className="task-line">
          <span>
            {m.tasks.kinds[first.kind]} · <EngineText text={first.subject} />
          </span>
          <JobBar job={first} />
          <JobNumbers job={first} />
        </span>
      )}
      <PopoverNext
        placement="top-end"
        content={
          <div className="popover-form task-list" role="dialog" aria-label={m.tasks.title}>
            <h2>{m.tasks.title}</h2>
            {jobs.length === 0 && <p className="muted">{m.tasks.none}</p>}
            <ul>
              {jobs.map((job) => (
                <li key={job.id}>
                  <JobRow job={job} />
                </li>
              ))}
            </ul>
          </div>
        }
      >
        <Button
          variant="minimal"
          size="small"
          icon={<RefreshIcon size={12} className={running.length > 0 ? 'turning' : ''} />}
          text={running.length > 0 ? m.tasks.running(running.length) : m.tasks.idle}
        />
      </PopoverNext>
    </div>
  );
}

/** One job with its progress and result. */
export function JobRow({ job }: { readonly job: JobView }): ReactNode {
  const m = useMessages();
  const cancel = useAction('job.cancel');
  return (
    <div className={`job job-${job.state}`}>
      <div className="job-head">
        <strong>{m.tasks.kinds[job.kind]}</strong>
        <EngineText text={job.subject} className="ellipsis" />
        <span className="spring" />
        <span className="muted">{m.tasks.states[job.state]}</span>
        {hasEnded(job) ? (
          <Button
            variant="minimal"
            size="small"
            icon={<CrossIcon size={12} />}
            aria-label={m.tasks.dismiss}
            onClick={() => {
              dismissJob(job.id);
            }}
          />
        ) : (
          <Button
            size="small"
            text={m.general.cancel}
            loading={cancel.isPending}
            onClick={() => {
              cancel.mutate({ job: job.id }, { onSuccess: rememberJob });
            }}
          />
        )}
      </div>
      {!hasEnded(job) && <JobBar job={job} />}
      {cancel.error !== null && <FailureNote error={cancel.error} />}
      <div className="muted">
        {job.phase !== '' && (
          <span>
            <EngineText text={job.phase} /> ·{' '}
          </span>
        )}
        <JobNumbers job={job} />
      </div>
      {job.failure !== null && (
        <FailureNote error={new EngineFailure({ code: job.failure.code as never, detail: job.failure.detail })} />
      )}
    </div>
  );
}

function JobBar({ job }: { readonly job: JobView }): ReactNode {
  const m = useMessages();
  const value = job.total === null || job.total === 0 ? undefined : Math.min(1, job.done / job.total);
  return (
    <ProgressBar
      className="job-bar"
      intent="primary"
      stripes={value === undefined}
      aria-label={`${m.tasks.kinds[job.kind]}: ${m.tasks.elapsed}`}
      {...(value === undefined ? {} : { value })}
    />
  );
}

function JobNumbers({ job }: { readonly job: JobView }): ReactNode {
  const m = useMessages();
  // Of work that cannot be counted there is nothing to say but its name.
  if (job.total === null && job.done === 0 && job.phase !== 'waiting') return null;
  const show = (count: number): string =>
    job.unit === 'bytes' ? showSize(count) : `${showCount(Math.round(count))} ${m.tasks.units[job.unit]}`;
  return (
    <span className="numeric">
      {show(job.done)}
      {job.total !== null && ` / ${show(job.total)}`}
      {job.perSecond !== null && !hasEnded(job) && ` · ${show(job.perSecond)}/s`}
      {job.secondsLeft !== null && !hasEnded(job) && ` · ${m.tasks.left(showDuration(job.secondsLeft))}`}
    </span>
  );
}
