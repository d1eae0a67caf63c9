import type { EvidenceFile } from './tree.ts';

/** A file that was hashed at intake, with what the tree needs to find its bytes again. */
export interface IndexedFile extends EvidenceFile {
  /** Where the bytes lie, as text that only this floor reads (see place.ts). Store it beside the path. */
  readonly place: string;
  /** The lock whose opening gave the file: it is not found by reading the exhibit. */
  readonly lock?: number | null;
  /** The lock that lists the same bytes under the path that they had in the phone; they are looked at there. */
  readonly namedBy?: number | null;
}

/** The files of one exhibit, already hashed, by path in ascending order of UTF-16 code units or bytes. */
export interface FileIndex {
  all(): Iterable<IndexedFile>;
  /** Null when no file has this path. */
  get(path: string): IndexedFile | null;
  /** Files whose path starts with `prefix`, which is `''` or ends in `/`. */
  under(prefix: string): Iterable<IndexedFile>;
}

/** An index held in memory: for tests and for exhibits that no case has taken in. */
export function memoryFileIndex(files: Iterable<IndexedFile>): FileIndex {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const byPath = new Map(sorted.map((file) => [file.path, file]));
  return {
    all: () => sorted,
    get: (path) => byPath.get(path) ?? null,
    under: (prefix) => sorted.filter((file) => file.path.startsWith(prefix)),
  };
}

/** Only the files whose path starts with `prefix`. */
export function filesBelow(files: FileIndex, prefix: string): FileIndex {
  return {
    all: () => files.under(prefix),
    get: (path) => (path.startsWith(prefix) ? files.get(path) : null),
    under: (wanted) =>
      wanted.startsWith(prefix) ? files.under(wanted) : prefix.startsWith(wanted) ? files.under(prefix) : [],
  };
}
