import { done, type CaseHandlers } from './answer.ts';
import { startCaseJob } from './case-jobs.ts';
import type { Desk } from './desk.ts';
import type { Session } from './session.ts';

/** Positions that files of attachments state are read on demand; the run is in the custody log. */
export function placeHandlers(desk: Desk): CaseHandlers<Session, 'place.read'> {
  return {
    'place.read': (session) =>
      done(
        startCaseJob(desk, session, {
          kind: 'positions',
          subject: session.file.path,
          request: { job: 'positions' },
          action: 'place.read',
          parameters: {},
        }),
      ),
  };
}
