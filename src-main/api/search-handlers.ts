import {
  appendCustody,
  countTerms,
  getSavedSearch,
  listSavedSearches,
  removeSearch,
  rerunSearch,
  saveSearch,
  type SearchKeeper,
} from '../case/index.ts';
import { done, fail, type CaseHandlers } from './answer.ts';
import { startCaseJob } from './case-jobs.ts';
import type { Desk } from './desk.ts';
import type { Session } from './session.ts';
import { isWriting } from './writing-jobs.ts';

type Methods = 'search.terms' | 'search.list' | 'search.save' | 'search.rerun' | 'search.remove' | 'search.export';

/** Keyword lists, searches kept by name, and hits written to a file; each change is in the custody log. */
export function searchHandlers(desk: Desk): CaseHandlers<Session, Methods> {
  const keeper = ({ file }: Session, action: string, parameters: Readonly<Record<string, unknown>>): SearchKeeper => ({
    actor: desk.actor,
    atMs: desk.clock(),
    note: (result) => appendCustody(file.db, desk.clock(), { actor: desk.actor, action, parameters, result }).seq,
  });
  const saved = <T>(value: T): T => {
    desk.push({ push: 'case-changed', what: 'searches' });
    return value;
  };
  return {
    'search.terms': ({ file }, { filter, terms }) => done(countTerms(file.db, filter, terms)),
    'search.list': ({ file }) => done(listSavedSearches(file.db)),
    'search.save'(session, { name, filter, terms = [] }) {
      if (isWriting(desk)) return fail('busy', { subject: session.file.path });
      const by = keeper(session, 'search.save', { name, filter, terms });
      return done(saved(saveSearch(session.file.db, name, filter, terms, by)));
    },
    'search.rerun'(session, { saved: id }) {
      if (isWriting(desk)) return fail('busy', { subject: session.file.path });
      const { name, filter, terms } = getSavedSearch(session.file.db, id);
      return done(saved(rerunSearch(session.file.db, id, keeper(session, 'search.rerun', { name, filter, terms }))));
    },
    'search.remove'(session, { saved: id }) {
      if (isWriting(desk)) return fail('busy', { subject: session.file.path });
      const { name, filter, terms } = getSavedSearch(session.file.db, id);
      return done(saved(removeSearch(session.file.db, id, keeper(session, 'search.remove', { name, filter, terms }))));
    },
    'search.export': (session, params) =>
      done(
        startCaseJob(desk, session, {
          kind: 'export',
          subject: params.out,
          request: { job: 'export', params },
          action: 'search.export',
          parameters: params,
        }),
      ),
  };
}
