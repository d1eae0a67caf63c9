import type { Issue, Sha256 } from '../model/index.ts';
import type { IndexedFile } from './file-index.ts';
import type { Limits } from './limits.ts';

export type ExhibitKind = 'folder' | 'zip' | 'tar' | 'tar-gz' | 'tar-zst' | 'file';

/** Hashes besides SHA-256, which is always made. */
export type ExtraHash = 'sha1' | 'md5';

export interface IntakeRequest {
  /** Folder or file on disk. It is opened for reading only. */
  readonly path: string;
  /** Where unpacked copies may be written (tar.gz, tar.zst, packed archives inside the exhibit), named by hash. Created when missing. */
  readonly workDir: string;
  readonly hashes?: readonly ExtraHash[];
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal;
}

/** Lower-case hexadecimal; `sha1` and `md5` are null unless asked for. */
export interface Digests {
  readonly sha256: Sha256;
  readonly sha1: string | null;
  readonly md5: string | null;
}

/** One file of the exhibit, hashed while it was read. */
export interface IntakeFile extends IndexedFile, Digests {
  /** The name's bytes in hexadecimal where `path` does not say them exactly; otherwise null. */
  readonly storedName: string | null;
  /** A time without a zone, as zip stores it, for example `2022-06-01T10:20:30`; then `modifiedMs` is null. */
  readonly modifiedLocal: string | null;
}

/** What stands for the whole exhibit: the file itself, or the sorted manifest of a folder (README.md of this floor). */
export interface ExhibitDigest extends Digests {
  readonly kind: ExhibitKind;
  /** Of the archive or file; of all files together for a folder. */
  readonly sizeBytes: number;
  /** Null for a folder. */
  readonly modifiedMs: number | null;
  readonly files: number;
}

export type IntakeEvent =
  | { readonly kind: 'start'; readonly exhibit: ExhibitKind; readonly totalBytes: number | null }
  | { readonly kind: 'file'; readonly file: IntakeFile }
  | Issue
  | {
      readonly kind: 'progress';
      readonly doneBytes: number;
      readonly totalBytes: number | null;
      readonly files: number;
    }
  | { readonly kind: 'end'; readonly digest: ExhibitDigest };

/** The exhibit as a whole could not be taken in. The codes are those of the contract's failures. */
export class IntakeRefused extends Error {
  readonly code: 'path-not-found' | 'path-not-readable' | 'not-an-exhibit';
  readonly path: string;

  constructor(code: IntakeRefused['code'], path: string) {
    super(`${code}: ${path}`);
    this.code = code;
    this.path = path;
  }
}
