export * from './open-lock.ts';
export { findLocks } from './find-locks.ts';
export * from './detect-sources.ts';
export type { FullText } from './full-text.ts';
export * from './ingest-source.ts';
export * from './take-in-exhibit.ts';
