import { addAnnotation, appendCustody, listAnnotations, removeAnnotation, type CaseFile } from '../case/index.ts';
import type { AnnotationView } from '../contract/index.ts';
import { done, fail, type CaseHandlers } from './answer.ts';
import type { Desk } from './desk.ts';
import type { Session } from './session.ts';
import { isWriting } from './writing-jobs.ts';

type Methods = 'annotation.list' | 'annotation.add' | 'annotation.remove';

/** Instants and spans that the examiner names; each change is in the custody log, what was removed too. */
export function annotationHandlers(desk: Desk): CaseHandlers<Session, Methods> {
  /** The change and its entry in the log together, or neither. */
  const change = (file: CaseFile, action: string, work: () => AnnotationView): AnnotationView => {
    const view = file.db.transaction(() => {
      const changed = work();
      const { id, createdMs: _made, actor: _by, ...said } = changed;
      appendCustody(file.db, desk.clock(), { actor: desk.actor, action, parameters: said, result: { annotation: id } });
      return changed;
    }, 'immediate');
    desk.push({ push: 'case-changed', what: 'annotations' });
    return view;
  };
  return {
    'annotation.list': ({ file }) => done(listAnnotations(file.db)),
    'annotation.add'({ file }, wanted) {
      if (isWriting(desk)) return fail('busy', { subject: file.path });
      const by = { actor: desk.actor, atMs: desk.clock() };
      return done(change(file, 'annotation.add', () => addAnnotation(file.db, wanted, by)));
    },
    'annotation.remove'({ file }, { annotation }) {
      if (isWriting(desk)) return fail('busy', { subject: file.path });
      return done(change(file, 'annotation.remove', () => removeAnnotation(file.db, annotation)));
    },
  };
}
