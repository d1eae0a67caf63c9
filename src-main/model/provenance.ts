import type { Locator } from './locator.ts';

/** How a record that the app no longer shows was found, and what else could explain it. */
export interface Recovery {
  /** Stable code of the method, for example `quoted-copy`, `fts-residue`, `row-absent-after-wal`. */
  readonly method: string;
  readonly confidence: 'high' | 'medium' | 'low';
  /** What else could explain the find; printed beside the record. */
  readonly otherwise: string;
}

/**
 * Where a record was read. The first locator alone makes the record exist; further ones add fields to it.
 * `live`: the app would show it. `marked-deleted`: stored, and marked by the app as deleted. `recovered`: no longer a row
 * of the app's own list.
 */
export type Provenance =
  | { readonly at: readonly [Locator, ...Locator[]]; readonly state: 'live' | 'marked-deleted' }
  | { readonly at: readonly [Locator, ...Locator[]]; readonly state: 'recovered'; readonly recovery: Recovery };

export type RecordState = Provenance['state'];

/**
 * How a variant's mapping is known: in data that we did not make, in code or papers of others, or by inference; `unknown`
 * where a store cannot be read, so that nothing is known of its tables.
 */
export type Proof = 'observed' | 'published' | 'inferred' | 'unknown';

/**
 * What the write-ahead log (or hot rollback journal) says of a row. `both`: the same in the state with and without it.
 * `only-with`: the row exists only once the log is applied. `only-without`: the row exists only in the database file.
 * `changed`: the row exists in both states with different bytes.
 */
export type LogState = 'both' | 'only-with' | 'only-without' | 'changed';
