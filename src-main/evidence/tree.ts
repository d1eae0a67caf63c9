import type { Sha256 } from '../model/index.ts';
import type { ByteSource } from './byte-source.ts';

/** One file inside an exhibit. `path` uses `/`, is relative to the exhibit's root and never starts with `/` or `..`. */
export interface EvidenceFile {
  readonly sha256: Sha256;
  readonly path: string;
  readonly sizeBytes: number;
  /** Milliseconds UTC as the container states it; null when it states none. */
  readonly modifiedMs: number | null;
  readonly derivedFrom?: { readonly file: Sha256; readonly method: string };
}

/** The files of one exhibit, whatever it is wrapped in. Reads only. */
export interface EvidenceTree {
  /** `*` matches within a path part, `**` across parts, `?` one character, `{a,b}` alternatives. Case-sensitive, sorted by path. */
  glob(pattern: string): AsyncIterable<EvidenceFile>;
  /** Null when no file has this path. */
  get(path: string): Promise<EvidenceFile | null>;
  /** The exhibit itself, where it is one container file; its path is empty, and only `source` gives its bytes. */
  self(): EvidenceFile | null;
  /** The bytes of a file, or of the exhibit itself, at any offset. Closing it is the caller's. */
  source(file: EvidenceFile): Promise<ByteSource>;
  /** The file's bytes from `start` (inclusive) to `end` (exclusive), whole file by default. */
  bytes(file: EvidenceFile, start?: number, end?: number): AsyncIterable<Uint8Array>;
  /** The first `length` bytes, fewer when the file is shorter. */
  head(file: EvidenceFile, length: number): Promise<Uint8Array>;
  /**
   * Tables and columns with the log applied; null when the file is not SQLite, is encrypted or cannot be opened. Of a file
   * without SQLite's first bytes and without a log beside it only these bytes are read.
   */
  schemaOf(file: EvidenceFile): Promise<ReadonlyMap<string, readonly string[]> | null>;
  /** The `-wal`, `-journal` beside a database, when the exhibit holds them. */
  logOf(file: EvidenceFile): Promise<EvidenceFile | null>;
  /**
   * The bundle id, or id of a group of apps, of the iOS container that a path lies in: a full file system names such folders by
   * UUIDs and says in a file what they are, a backup by domains. Null where nothing states it.
   */
  containerOf(path: string): Promise<string | null>;
}
