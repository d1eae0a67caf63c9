import {
  appendCustody,
  custodyNames,
  filterNow,
  listSavedFilters,
  removeFilter,
  saveFilter,
  verifyCustody,
} from '../case/index.ts';
import { done, fail, type CaseHandlers } from './answer.ts';
import type { Desk } from './desk.ts';
import type { Session } from './session.ts';
import { isWriting } from './writing-jobs.ts';

type Methods = 'filter.resolve' | 'filter.list' | 'filter.save' | 'filter.remove' | 'custody.check';

/** Filters kept with a name, and the state of the log that says who kept them. */
export function filterHandlers(desk: Desk): CaseHandlers<Session, Methods> {
  /** The change and its entry in the log together, or neither. */
  const change = <T extends { readonly name: string; readonly filter: unknown }>(
    { file }: Session,
    action: string,
    work: () => T,
  ): T => {
    const changed = file.db.transaction(() => {
      const made = work();
      const parameters = { name: made.name, filter: made.filter };
      appendCustody(file.db, desk.clock(), { actor: desk.actor, action, parameters, result: {} });
      return made;
    }, 'immediate');
    desk.push({ push: 'case-changed', what: 'filters' });
    return changed;
  };
  return {
    'filter.resolve': ({ file }, { filter }) => done(filterNow(file.db, filter, !isWriting(desk))),
    'filter.list': ({ file }) => done(listSavedFilters(file.db)),
    'filter.save'(session, { name, filter }) {
      if (isWriting(desk)) return fail('busy', { subject: session.file.path });
      return done(change(session, 'filter.save', () => saveFilter(session.file.db, name, filter, desk.clock())));
    },
    'filter.remove'(session, { saved }) {
      if (isWriting(desk)) return fail('busy', { subject: session.file.path });
      return done(change(session, 'filter.remove', () => removeFilter(session.file.db, saved, desk.clock())));
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
