import { listKeys, listLocks, unsearchedExhibits } from '../case/index.ts';
import { done, type CaseHandlers } from './answer.ts';
import { startCaseJob } from './case-jobs.ts';
import type { Desk } from './desk.ts';
import type { Session } from './session.ts';

type Methods = 'lock.list' | 'lock.find' | 'key.list';

/** Locked files and the keys that open them. */
export function lockHandlers(desk: Desk): CaseHandlers<Session, Methods> {
  return {
    'lock.list': ({ file }) =>
      done({
        locks: listLocks(file.db).map(({ needsKey, ...lock }) => ({
          ...lock,
          state: lock.opened === null ? 'locked' : needsKey ? 'key-needed' : 'opened',
        })),
        unsearched: unsearchedExhibits(file.db),
      }),
    'lock.find': (session) =>
      done(
        startCaseJob(desk, session, {
          kind: 'find-locks',
          subject: session.file.path,
          request: { job: 'find-locks' },
          action: 'lock.find',
          parameters: {},
        }),
      ),
    'key.list': ({ file }) =>
      done({ keys: listKeys(file.db).map((key) => ({ ...key, held: false })), hasPassphrase: false }),
  };
}
