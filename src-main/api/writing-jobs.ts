import type { Desk } from './desk.ts';

const WRITES: ReadonlySet<string> = new Set(['intake', 'ingest', 'sample', 'find-locks', 'unlock']);

/** A writing job holds the case's one write lock: small changes wait for its end rather than stop the engine. */
export function isWriting(desk: Desk): boolean {
  return desk.jobs.list().some((job) => job.state === 'running' && WRITES.has(job.kind));
}
