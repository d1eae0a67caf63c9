import { resolve } from 'node:path';
import {
  appendCustody,
  CaseFailure,
  createCase,
  listReports,
  openCase,
  readCaseInfo,
  type CaseFile,
} from '../case/index.ts';
import type { CaseInfo, JobView, Reply, VerifyResult } from '../contract/index.ts';
import { checkLines, verifyReport } from '../report/index.ts';
import { done, fail, type Handlers } from './answer.ts';
import { browse } from './browse.ts';
import type { Desk } from './desk.ts';
import { readRecentCases, rememberCase } from './recent-cases.ts';
import { startSample } from './start-sample.ts';

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
      appendCustody(file.db, desk.clock(), { actor: desk.actor, action: 'case.open', parameters, result: {} });
      return done(enter(file, !held));
    },
    'case.sample': ({ path }) => startSample(desk, path, enter),

    async 'verify.report'({ path, seal, records = 'none' }) {
      const session = desk.sessions.current();
      if (records !== 'none' && session === null) return fail('case-not-open', { subject: path });
      const known = session === null ? null : knownSeal(session.file, path);
      const expected = seal ?? known;
      const files = await verifyReport(path, expected === null ? {} : { seal: expected });
      const result =
        session === null || records === 'none'
          ? files
          : withLines(files, await checkLines(path, session.file, records));
      if (session !== null) {
        const { ok, checked, differences } = result;
        appendCustody(session.file.db, desk.clock(), {
          actor: desk.actor,
          action: 'verify.report',
          parameters: { path, seal: expected, records },
          result: { ok, checked, differences: differences.length },
        });
      }
      return done(result);
    },

    'job.list': () => done(desk.jobs.list()),
    'job.cancel': ({ job }) => jobOr(desk.jobs.cancel(job), job),
    'job.wait': async ({ job }) => jobOr(await desk.jobs.wait(job), job),

    'file.browse': ({ path }) => browse(path),
  };
}

/** The seal noted when the case wrote this report; null for a report that it does not list. */
function knownSeal(file: CaseFile, path: string): string | null {
  const wanted = resolve(path);
  return listReports(file.db).findLast((report) => resolve(report.path) === wanted)?.seal ?? null;
}

function withLines(files: VerifyResult, lines: Awaited<ReturnType<typeof checkLines>>): VerifyResult {
  const differences = [...files.differences, ...lines.differences];
  return {
    ok: differences.length === 0,
    checked: { ...files.checked, records: lines.lines, values: lines.ranges },
    notCompared: lines.notCompared,
    differences,
  };
}
