import type { Sha256 } from '../model/index.ts';

/** A bit-identical copy of an evidence database and of the log that lay beside it. Nothing writes to either file. */
export interface WorkingCopy {
  /** Hash of the main database file. */
  readonly file: Sha256;
  readonly path: string;
  readonly log: { readonly kind: 'wal' | 'journal'; readonly file: Sha256; readonly path: string } | null;
}

/** With the log applied as SQLite would apply it, or the main file alone. */
export type DatabaseState = 'with-log' | 'without-log';
