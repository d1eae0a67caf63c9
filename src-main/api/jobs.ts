import type { Failure, JobView, Push } from '../contract/index.ts';
import { createRate, type Rate } from './rate.ts';

/** What a running job may say of itself. */
export interface JobReport {
  progress(phase: string, done: number, total: number | null, unit: JobView['unit']): void;
}

/** How a job ended. */
export type JobOutcome =
  | { readonly state: 'done'; readonly result: Readonly<Record<string, unknown>> }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'cancelled'; readonly result: Readonly<Record<string, unknown>> };

/** The work of a job; must end soon after `signal` aborts, and never rejects for anything but a defect. */
export type JobBody = (report: JobReport, signal: AbortSignal) => Promise<JobOutcome>;

/** Long work, one at a time in the order asked for, with progress that is pushed a few times a second. */
export interface Jobs {
  start(kind: JobView['kind'], subject: string, body: JobBody): JobView;
  list(): readonly JobView[];
  get(id: string): JobView | null;
  cancel(id: string): JobView | null;
  /** Null when no job has this id. */
  wait(id: string): Promise<JobView> | null;
  /** Cancels what waits and runs, and resolves when nothing runs any more. */
  stop(): Promise<void>;
}

interface Entry {
  view: JobView;
  readonly rate: Rate;
  readonly abort: AbortController;
  readonly ended: Promise<JobView>;
  readonly end: (view: JobView) => void;
  pushedMs: number;
}

/** What each kind of work counts before it says so itself. */
const FIRST_UNIT: Readonly<Record<JobView['kind'], JobView['unit']>> = {
  intake: 'bytes',
  ingest: 'rows',
  report: 'rows',
  verify: 'bytes',
  sample: 'files',
  export: 'rows',
  positions: 'files',
  'find-locks': 'files',
  unlock: 'bytes',
};

const PUSH_INTERVAL_MS = 200;
const KEPT = 200;

/**
 * Makes a job registry.
 * `defect` turns something thrown into the failure `internal` and logs it.
 */
export function createJobs(options: {
  readonly now: () => number;
  readonly push: (push: Push) => void;
  readonly defect: (error: unknown, where: string) => Failure;
}): Jobs {
  const entries = new Map<string, Entry>();
  let tail: Promise<void> = Promise.resolve();
  let counter = 0;

  function update(entry: Entry, change: Partial<JobView>, force: boolean): void {
    entry.view = { ...entry.view, ...change };
    const nowMs = options.now();
    if (!force && nowMs - entry.pushedMs < PUSH_INTERVAL_MS) return;
    entry.pushedMs = nowMs;
    options.push({ push: 'job', job: entry.view });
  }

  function reportFor(entry: Entry): JobReport {
    return {
      progress(phase, done, total, unit) {
        const isNewPhase = phase !== entry.view.phase;
        entry.rate.observe(done, options.now());
        const perSecond = isNewPhase ? null : entry.rate.perSecond();
        const left = total === null || perSecond === null || perSecond <= 0 ? null : (total - done) / perSecond;
        const secondsLeft = left === null ? null : Math.max(0, Math.ceil(left));
        update(entry, { phase, done, total, unit, perSecond, secondsLeft }, isNewPhase);
      },
    };
  }

  async function run(entry: Entry, body: JobBody): Promise<void> {
    if (entry.abort.signal.aborted) {
      finish(entry, { state: 'cancelled', result: {} });
      return;
    }
    update(entry, { state: 'running', startedMs: options.now() }, true);
    let outcome: JobOutcome;
    try {
      outcome = await body(reportFor(entry), entry.abort.signal);
    } catch (error) {
      outcome = { state: 'failed', failure: options.defect(error, `job ${entry.view.kind}`) };
    }
    finish(entry, outcome);
  }

  function finish(entry: Entry, outcome: JobOutcome): void {
    const cancelled: Failure = { code: 'cancelled', detail: { subject: entry.view.subject } };
    const failure = outcome.state === 'done' ? null : outcome.state === 'failed' ? outcome.failure : cancelled;
    const result = outcome.state === 'failed' ? null : outcome.result;
    update(entry, { state: outcome.state, result, failure, perSecond: null, secondsLeft: null }, true);
    entry.end(entry.view);
    forgetOldest();
  }

  function forgetOldest(): void {
    for (const [id, entry] of entries) {
      if (entries.size <= KEPT) return;
      if (entry.view.state !== 'waiting' && entry.view.state !== 'running') entries.delete(id);
    }
  }

  return {
    start(kind, subject, body) {
      counter += 1;
      const { promise, resolve } = Promise.withResolvers<JobView>();
      const entry: Entry = {
        view: {
          id: `job-${counter}`,
          kind,
          subject,
          state: 'waiting',
          phase: 'waiting',
          done: 0,
          total: null,
          unit: FIRST_UNIT[kind],
          perSecond: null,
          secondsLeft: null,
          startedMs: options.now(),
          result: null,
          failure: null,
        },
        rate: createRate(),
        abort: new AbortController(),
        ended: promise,
        end: resolve,
        pushedMs: 0,
      };
      entries.set(entry.view.id, entry);
      const first = entry.view;
      tail = tail.then(() => run(entry, body));
      return first;
    },
    list: () => [...entries.values()].map((entry) => entry.view),
    get: (id) => entries.get(id)?.view ?? null,
    cancel(id) {
      const entry = entries.get(id);
      if (entry === undefined) return null;
      entry.abort.abort();
      return entry.view;
    },
    wait: (id) => entries.get(id)?.ended ?? null,
    async stop() {
      for (const entry of entries.values()) entry.abort.abort();
      await tail;
    },
  };
}
