import { contactsAhead } from '../analysis/index.ts';
import { viewsAhead, type Steps } from '../case/index.ts';
import type { Push } from '../contract/index.ts';
import type { Desk } from './desk.ts';
import type { Session } from './session.ts';
import { isWriting } from './writing-jobs.ts';

/** Reads ahead, while nothing is asked, what the first questions of the views would wait for. */
export interface LookAhead {
  /** A question was answered: the next one may follow at once. */
  asked(): void;
  /** A push was sent: what was read ahead may hold no longer. */
  pushed(push: Push): void;
  stop(): void;
}

/** Nothing asked for so long. */
const REST_MS = 60;
/** Nobody waits longer than this for what is read ahead, and one more piece. */
const AT_ONCE_MS = 8;
/** How soon it is tried again while a job writes: each of its batches changes the case. */
const WRITING_MS = 1000;

/** Marks and what examiners keep leave everything that is read ahead as it is, or have it brought up to date by the next question. */
const LEAVING: ReadonlySet<string> = new Set(['marks', 'annotations', 'filters', 'searches']);

export function createLookAhead(desk: Desk): LookAhead {
  let work: { readonly session: Session; readonly steps: Steps<void> } | null = null;
  let timer: NodeJS.Timeout | undefined;
  let next: NodeJS.Immediate | undefined;
  let askedMs = -Infinity;

  function pause(): void {
    clearTimeout(timer);
    clearImmediate(next);
  }

  function later(ms: number): void {
    pause();
    timer = setTimeout(run, ms);
    timer.unref();
  }

  function run(): void {
    const session = desk.sessions.current();
    if (session === null || work?.session !== session) return;
    const restMs = askedMs + REST_MS - performance.now();
    if (isWriting(desk)) later(WRITING_MS);
    else if (restMs > 0) later(Math.ceil(restMs));
    else if (isDone(work.steps)) work = null;
    else next = setImmediate(run);
  }

  /** Goes on for some milliseconds. */
  function isDone(steps: Steps<void>): boolean {
    const end = performance.now() + AT_ONCE_MS;
    try {
      do {
        if (steps.next().done === true) return true;
      } while (performance.now() < end);
      return false;
    } catch (error) {
      // Whoever asks for it meets the same, and is told.
      desk.defect(error, 'look-ahead');
      return true;
    }
  }

  return {
    asked() {
      askedMs = performance.now();
    },
    pushed(push) {
      if (push.push === 'case-changed' ? LEAVING.has(push.what) : push.job.state === 'running') return;
      const session = desk.sessions.current();
      if (session === null) return;
      work = { session, steps: readAll(session) };
      later(REST_MS);
    },
    stop() {
      pause();
      work = null;
    },
  };
}

function* readAll({ file }: Session): Steps<void> {
  yield* viewsAhead(file.db);
  yield* contactsAhead(file);
}
