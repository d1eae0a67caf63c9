import type { Variant } from '../parser.ts';

/**
 * What the exporting app wrote, newest first; by the names that the first MiB holds. `unix-times`: `date_unixtime` beside each local
 * time (since June 2022). `typed-ids`: `user…`, `chat…`, `channel…` (since April 2021). `numbered-ids`: numbers (since December 2018).
 * `names-only`: no id of who wrote. `html`: pages, in which names alone stand.
 */
export const variants: readonly Variant[] = [
  { name: 'unix-times', proof: 'observed' },
  { name: 'typed-ids', proof: 'observed' },
  { name: 'numbered-ids', proof: 'observed' },
  { name: 'names-only', proof: 'published' },
  { name: 'html', proof: 'observed' },
  { name: 'tdata', proof: 'unknown' },
];
