import {
  appendCustody,
  custodyNames,
  listSavedFilters,
  removeFilter,
  saveFilter,
  verifyCustody,
} from '../case/index.ts';
import { done, fail, type CaseHandlers } from './answer.ts';
import type { Desk } from './desk.ts';
import type { Session } from './session.ts';
import { isWriting } from './writing-jobs.ts';

type Methods = 'filter.list' | 'filter.save' | 'filter.remove' | 'custody.check';

/** Filters kept with a name, and the state of the log that says who kept them. */
export function filterHandlers(desk: Desk): CaseHandlers<Session, Methods> {
  const note = (session: Session, action: string, parameters: Readonly<Record<string, unknown>>): void => {
    appendCustody(session.file.db, desk.clock(), { actor: desk.actor, action, parameters, result: {} });
    desk.push({ push: 'case-changed', what: 'filters' });
  };
  return {
    'filter.list': ({ file }) => done(listSavedFilters(file.db)),
    'filter.save'(session, { name, filter }) {
      if (isWriting(desk)) return fail('busy', { subject: session.file.path });
      const saved = saveFilter(session.file.db, name, filter, desk.clock());
      note(session, 'filter.save', { name, filter });
      return done(saved);
    },
    'filter.remove'(session, { saved }) {
      if (isWriting(desk)) return fail('busy', { subject: session.file.path });
      const { name, filter } = removeFilter(session.file.db, saved, desk.clock());
      note(session, 'filter.remove', { name, filter });
      return done({ id: saved, name, filter, savedMs: desk.clock() });
    },
    'custody.check': ({ file }) =>
      done({
        ...verifyCustody(file.db),
        atMs: desk.clock(),
        actions: custodyNames(file.db, 'action'),
        actors: custodyNames(file.db, 'actor'),
      }),
  };
}
