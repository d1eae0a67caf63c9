import type { ByteRange, Sha256, Stored } from '../model/index.ts';

declare const evidence: unique symbol;

/** One row, in the order of the selected columns. */
export type StoredRow = readonly Stored[];

/**
 * An evidence database, opened read-only from a working copy. It cannot be handed to anything that writes.
 * Integers come as number where that is exact, else as bigint. Text that is not valid UTF-8 comes as Uint8Array.
 */
export interface EvidenceDb {
  readonly [evidence]: true;
  /** Hash of the main database file. */
  readonly file: Sha256;
  /** With the log applied, or the main file alone. */
  readonly state: 'with-log' | 'without-log';
  /** How the file had to be opened, one sentence each; empty for a sound file. */
  readonly notes: readonly string[];
  /**
   * Tables and their columns, in schema order; views and virtual tables are not tables, the tables behind a virtual one are.
   */
  readonly tables: ReadonlyMap<string, readonly string[]>;
  has(table: string, column?: string): boolean;
  /** Rows as objects keyed by column alias, in the order of the query. Streams: never loads the result. */
  rows(sql: string, ...parameters: readonly Stored[]): IterableIterator<Readonly<Record<string, Stored>>>;
  /** Rows as arrays; cheaper where a table has millions of rows. */
  arrays(sql: string, ...parameters: readonly Stored[]): IterableIterator<StoredRow>;
  /** The first row of a query, null where there is none; cheap where it is asked once for each row of another table. */
  first(sql: string, ...parameters: readonly Stored[]): StoredRow | null;
  /** Scans the table. */
  count(table: string): number;
  close(): void;
}

/**
 * Byte ranges of rows, found by walking b-tree pages. Asking in rowid order costs little; any order is right.
 */
export interface CellFinder {
  /** Null when the table has no row with this rowid in this state, or its page cannot be read. */
  find(table: string, rowid: number | bigint): readonly [ByteRange, ...ByteRange[]] | null;
  /**
   * The same for a table WITHOUT ROWID: its primary key's values, as `EvidenceDb` reads them, in the key's order. Null also
   * for a table that has rowids.
   */
  findByKey(table: string, key: readonly Stored[]): readonly [ByteRange, ...ByteRange[]] | null;
  close(): void;
}

/** What the log changes in a table WITHOUT ROWID, by key. */
export interface KeyDifference {
  readonly onlyWith: readonly string[];
  readonly onlyWithout: readonly string[];
  readonly changed: readonly string[];
}

/** What the write-ahead log or hot journal changes in one table, by rowid. */
export interface LogDifference {
  readonly table: string;
  readonly onlyWith: readonly bigint[];
  readonly onlyWithout: readonly bigint[];
  readonly changed: readonly bigint[];
  /** Of a table WITHOUT ROWID, whose rows are named by their keys as `writeRowKey` writes them; the lists above are empty then. */
  readonly keys?: KeyDifference;
  /**
   * Present when the lists may lack rows: `damaged` pages could not be compared; the rows of a `without-rowid` table
   * differ in more places than are compared.
   */
  readonly incomplete?: 'without-rowid' | 'damaged';
}
