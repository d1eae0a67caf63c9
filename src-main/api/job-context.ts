import type { FullText } from '../ingest/index.ts';
import type { VolumeSetter } from '../report/index.ts';
import type { Held, JobMessage } from './job-message.ts';

/** What a job's body gets beside its request. */
export interface JobContext {
  readonly signal: AbortSignal;
  /** Takes in a cancellation without turning the thread's loop; may abort `signal`. */
  readonly listen: () => void;
  readonly progress: (
    phase: string,
    done: number,
    total: number | null,
    unit: Extract<JobMessage, { message: 'progress' }>['unit'],
  ) => void;
  /** Starts a thread that makes the full-text index of a source; ends when it is complete or stopped. */
  readonly fullText: (source: number) => FullText;
  /** Sets pages of a report in threads. */
  readonly volumes: VolumeSetter;
  /** Hands to the engine what a key opened. */
  readonly held: (held: Held) => void;
  readonly changed: (what: Extract<JobMessage, { message: 'changed' }>['what']) => void;
}

/** Plain data that becomes the job's result. */
export type JobResult = Readonly<Record<string, unknown>>;
