import { methods, type MethodName, type Push, type Reply, type Request } from '../contract/index.ts';
import { fail, type CaseHandlers } from './answer.ts';
import { freeHandlers } from './free-handlers.ts';
import { createJobs } from './jobs.ts';
import { createLookAhead } from './look-ahead.ts';
import { failureOf } from './failure-of.ts';
import { annotationHandlers } from './annotation-handlers.ts';
import { caseHandlers } from './case-handlers.ts';
import { filterHandlers } from './filter-handlers.ts';
import { itemHandlers } from './item-handlers.ts';
import { legalHandlers } from './legal-handlers.ts';
import { lockHandlers } from './lock-handlers.ts';
import { placeHandlers } from './place-handlers.ts';
import { searchHandlers } from './search-handlers.ts';
import { markHandlers } from './mark-handlers.ts';
import type { Desk, EngineOptions } from './desk.ts';
import { openSessions, type Session } from './session.ts';

/** Answers every method of the contract; holds at most one open case. */
export interface Engine {
  /** Never rejects: defects come as the failure `internal`. */
  call(request: Request): Promise<Reply<unknown>>;
  /** Returns the function that ends the subscription. */
  onPush(listener: (push: Push) => void): () => void;
  /** Cancels what runs, closes the case and lets go of its lock. */
  close(): Promise<void>;
}

/** What a process beside the one that holds the case may not do. */
const CHANGING: ReadonlySet<string> = new Set<MethodName>([
  'case.zone',
  'exhibit.add',
  'source.answer',
  'source.ingest',
  'report.create',
  'verify.case',
  'annotation.add',
  'annotation.remove',
  'filter.save',
  'filter.remove',
  'search.save',
  'search.rerun',
  'search.remove',
  'search.export',
  'place.read',
  'lock.find',
  'lock.open',
  'key.keep',
  'key.recall',
  'key.forget',
  'tag.create',
  'tag.change',
  'tag.remove',
  'item.tag',
  'item.bookmark',
  'mark.undo',
  'note.add',
  'note.change',
  'note.remove',
]);

export function createEngine(options: EngineOptions): Engine {
  const listeners = new Set<(push: Push) => void>();
  const push = (message: Push): void => {
    for (const listener of listeners) listener(message);
    ahead?.pushed(message);
  };
  const defect = (error: unknown, where: string): ReturnType<typeof failureOf> =>
    failureOf(error, options.appDir, where);
  const jobs = createJobs({ now: options.clock, push, defect });
  const sessions = openSessions();
  const desk: Desk = { ...options, jobs, push, sessions, defect };
  const ahead = options.looksAhead === true ? createLookAhead(desk) : null;
  const free = freeHandlers(desk);
  const inCase: CaseHandlers<Session, Exclude<MethodName, keyof typeof free>> = {
    ...caseHandlers(desk),
    ...annotationHandlers(desk),
    ...filterHandlers(desk),
    ...markHandlers(desk),
    ...searchHandlers(desk),
    ...placeHandlers(desk),
    ...legalHandlers(),
    ...lockHandlers(desk),
    ...itemHandlers(desk),
  };

  function answer(request: Request): Reply<unknown> | Promise<Reply<unknown>> {
    if (!isMethod(request.method)) return fail('unknown-method', { subject: request.method.slice(0, 100) });
    const parsed = methods[request.method].params.safeParse(request.params);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const place = issue === undefined ? '' : issue.path.join('.');
      return fail('bad-parameters', { subject: place === '' ? request.method : place, reason: issue?.message ?? '' });
    }
    if (Object.hasOwn(free, request.method)) {
      const handle = free[request.method as keyof typeof free] as (params: unknown) => Reply<unknown>;
      return handle(parsed.data);
    }
    if (!Object.hasOwn(inCase, request.method)) return fail('unknown-method', { subject: request.method });
    const session = sessions.current();
    if (session === null) return fail('case-not-open');
    if (session.beside && CHANGING.has(request.method)) return fail('case-locked', { subject: session.file.path });
    const handle = inCase[request.method as keyof typeof inCase] as (asked: unknown, params: unknown) => Reply<unknown>;
    return handle(session, parsed.data);
  }

  return {
    async call(request) {
      try {
        return await answer(request);
      } catch (error) {
        return { ok: false, failure: defect(error, request.method) };
      } finally {
        ahead?.asked();
      }
    },
    onPush(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      ahead?.stop();
      await jobs.stop();
      sessions.close();
      listeners.clear();
    },
  };
}

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}
