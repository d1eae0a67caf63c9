import type { JobContext } from '../../src-main/api/job-context.ts';

const unused = (): never => {
  throw new Error('not for this job');
};

/** What the bodies of intake, unlocking and verification are given where no window listens and nobody cancels. */
export const quietJob: JobContext = {
  signal: new AbortController().signal,
  listen: () => undefined,
  progress: () => undefined,
  fullText: unused,
  volumes: unused as never,
  held: () => undefined,
  changed: () => undefined,
};
