/** SHA-256 of a file's bytes, 64 lower-case hexadecimal digits. */
export type Sha256 = string;

/** A row of a SQLite table. `rowid` is null for a WITHOUT ROWID table, whose primary key is then in `key`, as SQL writes its values. */
export interface RowLocator {
  readonly kind: 'row';
  readonly file: Sha256;
  readonly table: string;
  readonly rowid: number | bigint | null;
  readonly key?: string;
}

/** A run of bytes in a file: offset and length in bytes from the file's start. */
export interface BytesLocator {
  readonly kind: 'bytes';
  readonly file: Sha256;
  readonly offset: number;
  readonly length: number;
}

/** A node inside a structured file: a JSON pointer, an XPath-like path or a property-list key path. */
export interface NodeLocator {
  readonly kind: 'node';
  readonly file: Sha256;
  readonly path: string;
}

export type Locator = RowLocator | BytesLocator | NodeLocator;

/**
 * Bytes on disk that hold one row's cell, in reading order. The first range is the local part of the cell, further ones
 * are its overflow pages. `file` is the hash of the file in which the range lies: the database, or its write-ahead log.
 */
export interface ByteRange {
  readonly file: Sha256;
  readonly in: 'main' | 'wal' | 'journal';
  /** 1-based page number in the database. */
  readonly page: number;
  readonly offset: number;
  readonly length: number;
}
