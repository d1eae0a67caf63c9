import { appendCustody, dropUnfinished } from '../case/index.ts';
import type { JobView } from '../contract/index.ts';
import type { Desk } from './desk.ts';
import type { Held, JobRequest } from './job-message.ts';
import type { JobBody, JobOutcome } from './jobs.ts';
import { runInWorker } from './run-in-worker.ts';
import type { Session } from './session.ts';

type WithoutSetting<T> = T extends unknown ? Omit<T, 'casePath' | 'appDir' | 'secrets'> : never;

/** A job of the open case, to be run in the job worker. */
export interface CaseJob {
  readonly kind: JobView['kind'];
  readonly subject: string;
  readonly request: WithoutSetting<JobRequest>;
  /** Name of the action in the custody log. */
  readonly action: string;
  /** For the custody log; keys are left out by the caller. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Told of what a key opened. */
  readonly onHeld?: (held: Held) => void;
}

/** Starts a job in the worker; its start and its end are entered in the custody log. */
export function startCaseJob(desk: Desk, session: Session, job: CaseJob): JobView {
  return desk.jobs.start(job.kind, job.subject, bodyOf(desk, session, job));
}

/** The body of such a job, for jobs that do something else around it. */
export function bodyOf(desk: Desk, session: Session, job: CaseJob): JobBody {
  return async (report, signal) => {
    const { file } = session;
    if (desk.sessions.current() !== session) return { state: 'cancelled', result: {} };
    note(desk, session, job, { state: 'started' });
    const request = { ...job.request, casePath: file.path, appDir: desk.appDir, secrets: [...file.secrets] } as JobRequest; // prettier-ignore
    let outcome: JobOutcome;
    try {
      outcome = await runInWorker(desk.jobWorker, request, report, signal, desk.push, (held) => {
        if (held.secret !== null) file.secrets.set(held.lock, held.secret);
        job.onHeld?.(held);
      });
    } catch (error) {
      outcome = { state: 'failed', failure: desk.defect(error, `job ${job.kind}`) };
    }
    note(desk, session, job, resultOf(outcome));
    // A worker that died or was ended from outside left what it had written.
    if (outcome.state !== 'done' && desk.sessions.current() === session) dropUnfinished(file.db, file.workDir);
    return outcome;
  };
}

function note(desk: Desk, session: Session, job: CaseJob, result: Readonly<Record<string, unknown>>): void {
  if (desk.sessions.current() !== session) return;
  const { action, parameters } = job;
  appendCustody(session.file.db, desk.clock(), { actor: desk.actor, action, parameters, result });
}

function resultOf(outcome: JobOutcome): Readonly<Record<string, unknown>> {
  if (outcome.state === 'failed') return { state: outcome.state, failure: outcome.failure };
  const { differences } = outcome.result;
  const shortened = Array.isArray(differences) ? { differences: differences.length } : {};
  return { state: outcome.state, ...outcome.result, ...shortened };
}
