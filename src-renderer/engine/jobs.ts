import { create } from 'zustand';
import type { JobView } from '../../src-main/contract/index.ts';

interface Jobs {
  /** By id, in the order they were first heard of. */
  readonly byId: ReadonlyMap<string, JobView>;
  readonly dismissed: ReadonlySet<string>;
}

/** Jobs that this window has heard of. Outlives every view. */
export const useJobs = create<Jobs>(() => ({ byId: new Map(), dismissed: new Set() }));

/** Takes in the newest state of a job; a late push never overrides its end. */
export function rememberJob(job: JobView): void {
  useJobs.setState((state) => {
    const known = state.byId.get(job.id);
    if (known !== undefined && hasEnded(known) && !hasEnded(job)) return state;
    return { byId: new Map(state.byId).set(job.id, job) };
  });
}

/** Takes an ended job out of the tray. */
export function dismissJob(id: string): void {
  useJobs.setState((state) => ({ dismissed: new Set(state.dismissed).add(id) }));
}

/** True while a job of this kind waits or runs. */
export function useIsRunning(kind: JobView['kind']): boolean {
  return useJobs(({ byId }) => [...byId.values()].some((job) => job.kind === kind && !hasEnded(job)));
}

export function hasEnded(job: JobView): boolean {
  return job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
}
