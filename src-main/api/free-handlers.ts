import { appendCustody, CaseFailure, createCase, openCase, readCaseInfo, type CaseFile } from '../case/index.ts';
import type { CaseInfo, JobView, Reply } from '../contract/index.ts';
import { done, fail, type Handlers } from './answer.ts';
import { browse } from './browse.ts';
import type { Desk } from './desk.ts';
import { readRecentCases, rememberCase } from './recent-cases.ts';
import { startSample } from './start-sample.ts';
import { unfinishedIn } from './unfinished-in.ts';

type Methods =
  | 'case.recent'
  | 'case.create'
  | 'case.open'
  | 'case.sample'
  | 'verify.report'
  | 'job.list'
  | 'job.cancel'
  | 'job.wait'
  | 'file.browse';

/** What can be asked without an open case. */
export function freeHandlers(desk: Desk): Handlers<Methods> {
  /** Closes the case that was open; its jobs have ended. */
  function enter(file: CaseFile, beside = false): CaseInfo {
    desk.sessions.set(file, beside);
    const info = readCaseInfo(file);
    rememberCase(desk.appDir, { path: file.path, number: info.number, openedMs: desk.clock() });
    desk.push({ push: 'case-changed', what: 'case' });
    return info;
  }
  /** Takes the case; where another process holds it and `beside` allows, opens it next to that one. */
  function openFor(path: string, beside: boolean): { readonly file: CaseFile; readonly held: boolean } {
    try {
      return { file: openCase(path, desk.clock, 'owner'), held: true };
    } catch (error) {
      if (!beside || !(error instanceof CaseFailure) || error.failure.code !== 'case-locked') throw error;
      return { file: openCase(path, desk.clock, 'helper'), held: false };
    }
  }
  const jobOr = (view: JobView | null, job: string): Reply<JobView> =>
    view === null ? fail('not-found', { subject: job }) : done(view);

  return {
    'case.recent': () => done(readRecentCases(desk.appDir)),
    async 'case.create'({ note, ...wanted }) {
      const file = createCase({ ...wanted, note: note ?? null }, desk.clock);
      await desk.jobs.stop();
      return done(enter(file));
    },
    async 'case.open'({ path, beside = false }) {
      const current = desk.sessions.current();
      if (current?.file.path === path && !current.beside) return done(readCaseInfo(current.file));
      const { file, held } = openFor(path, beside);
      await desk.jobs.stop();
      const parameters = held ? { path } : { path, beside: true };
      try {
        const result = held ? unfinishedIn(file) : {};
        appendCustody(file.db, desk.clock(), { actor: desk.actor, action: 'case.open', parameters, result });
      } catch (error) {
        // Nobody else would close it, and the lock of an unopened case keeps everyone out.
        file.close();
        throw error;
      }
      return done(enter(file, !held));
    },
    'case.sample': ({ path }) => startSample(desk, path, enter),

    // The writers of reports are half of all modules: a start without them is sooner done.
    'verify.report': async (params) => (await import('./verify-report.ts')).verifyReportAt(desk, params),

    'job.list': () => done(desk.jobs.list()),
    'job.cancel': ({ job }) => jobOr(desk.jobs.cancel(job), job),
    'job.wait': async ({ job }) => jobOr(await desk.jobs.wait(job), job),

    'file.browse': ({ path }) => browse(path),
  };
}
