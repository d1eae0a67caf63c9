import {
  compareSources,
  answerQuestion,
  appendCustody,
  getSource,
  listExhibits,
  listReports,
  listSources,
  readCaseInfo,
  readLedger,
  setCaseZone,
} from '../case/index.ts';
import { previewReport } from '../report/index.ts';
import { done, fail, type CaseHandlers } from './answer.ts';
import { startCaseJob } from './case-jobs.ts';
import type { Desk } from './desk.ts';
import { readTableRows } from './table-rows.ts';
import type { Session } from './session.ts';
import { isWriting } from './writing-jobs.ts';

type Methods =
  | 'case.info'
  | 'case.close'
  | 'case.zone'
  | 'exhibit.add'
  | 'exhibit.list'
  | 'source.list'
  | 'source.answer'
  | 'source.ledger'
  | 'source.rows'
  | 'source.compare'
  | 'source.ingest'
  | 'report.list'
  | 'report.create'
  | 'report.preview'
  | 'verify.case';

/** The case itself, its exhibits and sources. */
export function caseHandlers(desk: Desk): CaseHandlers<Session, Methods> {
  const note = (session: Session, action: string, parameters: Readonly<Record<string, unknown>>): void => {
    appendCustody(session.file.db, desk.clock(), { actor: desk.actor, action, parameters, result: {} });
  };

  return {
    'case.info': ({ file }) => done(readCaseInfo(file)),
    async 'case.close'(session) {
      await desk.jobs.stop();
      note(session, 'case.close', {});
      desk.sessions.close();
      return done({ closed: true });
    },
    'case.zone'(session, { zone }) {
      if (isWriting(desk)) return fail('busy', { subject: session.file.path });
      const before = readCaseInfo(session.file).zone;
      const info = setCaseZone(session.file, zone);
      note(session, 'case.zone', { zone, before });
      desk.push({ push: 'case-changed', what: 'case' });
      return done(info);
    },

    'exhibit.add': (session, params) =>
      done(
        startCaseJob(desk, session, {
          kind: 'intake',
          subject: params.reference,
          request: { job: 'intake', params },
          action: 'exhibit.add',
          parameters: params,
        }),
      ),
    'exhibit.list': ({ file }) => done(listExhibits(file.db)),

    'source.list': ({ file }) => done(listSources(file.db)),
    'source.answer'(session, { source, question, value }) {
      if (isWriting(desk)) return fail('busy', { subject: session.file.path });
      const view = answerQuestion(session.file.db, source, question, value);
      note(session, 'source.answer', { source, question, value });
      desk.push({ push: 'case-changed', what: 'sources' });
      return done(view);
    },
    'source.ledger'({ file }, { source }) {
      getSource(file.db, source);
      return done(readLedger(file.db, source));
    },
    'source.rows': (session, wanted) => readTableRows(session, wanted),
    async 'source.compare'({ file }, { a, b, kinds, first, limit }) {
      for (const source of [a, b]) {
        const { state } = getSource(file.db, source);
        if (state !== 'ingested') return fail('not-found', { subject: `source ${source}, read` });
      }
      if (a === b) return fail('bad-parameters', { subject: 'b', reason: 'a source is not compared with itself' });
      return done(
        await compareSources(file, {
          a,
          b,
          kinds: kinds ?? ['differing', 'only-a', 'only-b'],
          first: first ?? 0,
          limit,
        }),
      );
    },
    'source.ingest'(session, params) {
      for (const source of params.sources ?? []) getSource(session.file.db, source);
      return done(
        startCaseJob(desk, session, {
          kind: 'ingest',
          subject: params.sources === undefined ? 'all sources' : `sources ${params.sources.join(', ')}`,
          request: { job: 'ingest', params },
          action: 'source.ingest',
          parameters: params,
        }),
      );
    },

    'report.create': (session, params) =>
      done(
        startCaseJob(desk, session, {
          kind: 'report',
          subject: params.out,
          request: { job: 'report', params },
          action: 'report.create',
          parameters: params,
        }),
      ),
    'report.preview': async ({ file }, request) => done(await previewReport(file, request)),
    'report.list': ({ file }) => done(listReports(file.db)),

    'verify.case': (session, params) =>
      done(
        startCaseJob(desk, session, {
          kind: 'verify',
          subject: session.file.path,
          request: { job: 'verify', params },
          action: 'verify.case',
          parameters: params,
        }),
      ),
  };
}
