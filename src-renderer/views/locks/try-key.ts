import { create } from 'zustand';
import type { JobView, KeyParam } from '../../../src-main/contract/index.ts';
import { dismissJob, rememberJob } from '../../engine/jobs.ts';
import { ask } from '../../engine/use-engine.ts';

/** Tries of one key on some locks, one after another; never the key itself. */
export interface Trial {
  /** The case's own id. */
  readonly caseId: string;
  readonly locks: readonly number[];
  /** How many were tried, and how many of them opened. */
  readonly tried: number;
  readonly opened: number;
  readonly isRunning: boolean;
  /** A failure that was no answer to the key: the first, after which no further lock is tried. */
  readonly error: unknown;
  /** Why the value was not kept in the case though that was asked. */
  readonly notKept: unknown;
}

/** The last trial; null before the first. Outlives the view, so that one that takes long goes on. */
export const useTrial = create<{ readonly trial: Trial | null }>(() => ({ trial: null }));

/** How a try can end that says something of this file and this key, so that the next file is worth trying. */
const ANSWERS: ReadonlySet<string> = new Set(['wrong-key', 'other-kind', 'unknown-settings', 'damaged', 'no-key', 'limit']); // prettier-ignore

/**
 * Tries a key on locks in turn; cancelling one job ends the whole. `passphrase` keeps the value in the case after the first that
 * opens; null keeps it nowhere.
 */
export async function tryKey(
  caseId: string,
  locks: readonly number[],
  key: KeyParam,
  passphrase: string | null,
): Promise<void> {
  let trial: Trial = { caseId, locks, tried: 0, opened: 0, isRunning: true, error: null, notKept: null };
  const tell = (change: Partial<Trial>): void => {
    trial = { ...trial, ...change };
    useTrial.setState({ trial });
  };
  tell({});
  let given = key;
  for (const lock of locks) {
    let ended: JobView;
    try {
      const job = await ask('lock.open', { lock, key: given });
      rememberJob(job);
      ended = await ask('job.wait', { job: job.id });
      rememberJob(ended);
    } catch (error) {
      tell({ error });
      break;
    }
    if (ended.state === 'cancelled') break;
    const isFirst = trial.opened === 0;
    tell({ tried: trial.tried + 1, opened: trial.opened + (ended.state === 'done' ? 1 : 0) });
    if (ended.state === 'failed') {
      if (!ANSWERS.has(ended.failure?.code ?? '')) break;
      // The lock itself says how its last try ended.
      dismissJob(ended.id);
    }
    const number = ended.result?.key;
    if (ended.state !== 'done' || typeof number !== 'number' || !isFirst) continue;
    // From here on the engine holds it under its number.
    given = { key: number };
    if (passphrase === null) continue;
    try {
      await ask('key.keep', { keys: [number], passphrase });
    } catch (notKept) {
      tell({ notKept });
    }
  }
  tell({ isRunning: false });
}
