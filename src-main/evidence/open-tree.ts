import { statSync } from 'node:fs';
import { EvidenceUnreadable, inspectSchema } from '../sqlite/index.ts';
import type { Sha256 } from '../model/index.ts';
import type { FileIndex, IndexedFile } from './file-index.ts';
import { memoryFileIndex } from './file-index.ts';
import { compileGlob } from './glob.ts';
import { takeIn } from './intake.ts';
import type { ExhibitKind } from './intake-event.ts';
import { IosContainers } from './ios-container.ts';
import type { Limits } from './limits.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { PlaceReader, type Secrets } from './place-reader.ts';
import type { EvidenceFile, EvidenceTree } from './tree.ts';
import { workingCopy } from './working-copy.ts';

/** An exhibit on disk. `sha256` is its own hash; a packed tar needs it to find its unpacked copy. */
export interface ExhibitPlace {
  readonly kind: ExhibitKind;
  readonly path: string;
  readonly sha256?: Sha256;
}

export interface TreeOptions {
  /** Where working copies and unpacked archives are written, named by hash. */
  readonly workDir: string;
  readonly limits?: Partial<Limits>;
  /** What was opened of locked files, for those that are read with a key alone. */
  readonly secrets?: Secrets;
  /** Lists only files that can be read now: for looking around in the exhibit, not for reading a source. */
  readonly onlyReadable?: boolean;
}

export type OpenTree = EvidenceTree & { close(): void };

const SQLITE = Buffer.from('SQLite format 3\0', 'latin1');

/** Opens the files of an exhibit that was taken in. Its calls throw the file system's errors when the exhibit is gone. */
export function openTree(exhibit: ExhibitPlace, files: FileIndex, options: TreeOptions): OpenTree {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const reader = new PlaceReader(
    exhibit.kind,
    exhibit.path,
    exhibit.sha256 ?? null,
    options.workDir,
    limits,
    options.secrets,
  );
  const indexed = (file: EvidenceFile): IndexedFile => {
    const found = files.get(file.path);
    if (found?.sha256 !== file.sha256) throw new Error(`not a file of this exhibit: ${file.path}`);
    return found;
  };
  const tree: OpenTree = {
    async *glob(pattern) {
      const glob = compileGlob(pattern);
      for (const file of glob.prefix === '' ? files.all() : files.under(glob.prefix))
        if (
          glob.matches(file.path) &&
          (file.namedBy ?? null) === null &&
          (options.onlyReadable !== true || reader.canRead(file))
        )
          yield await Promise.resolve(file);
    },
    self: () => selfOf(exhibit),
    source: (file) => (file.path === '' ? reader.exhibit() : reader.source(indexed(file))),
    get: (path) => Promise.resolve(files.get(path)),
    bytes: (file, start = 0, end = file.sizeBytes) => reader.bytes(indexed(file), start, Math.min(end, file.sizeBytes)),
    head: (file, length) => headOf(reader, indexed(file), length),
    schemaOf: async (file) => {
      const head = await headOf(reader, indexed(file), SQLITE.length);
      // A write-ahead log can hold all of a database whose own file is empty or has lost its header.
      if (!SQLITE.equals(head) && logBeside(files, file) === null) return null;
      return schemaOf(tree, file, options.workDir);
    },
    logOf: (file) => Promise.resolve(logBeside(files, file)),
    containerOf: (path) => containers.of(path),
    close: () => {
      reader.close();
    },
  };
  const containers = new IosContainers(tree);
  return tree;
}

/** Only of containers: a single file is listed by its name. */
function selfOf({ kind, path, sha256 }: ExhibitPlace): EvidenceFile | null {
  if (sha256 === undefined || (kind !== 'zip' && kind !== 'tar')) return null;
  return { path: '', sha256, sizeBytes: statSync(path).size, modifiedMs: null };
}

async function headOf(reader: PlaceReader, file: IndexedFile, length: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of reader.bytes(file, 0, Math.min(length, file.sizeBytes))) parts.push(part);
  return Buffer.concat(parts);
}

/** The write-ahead log when it holds anything, else the rollback journal when it does, else whichever exists. */
function logBeside(files: FileIndex, file: EvidenceFile): EvidenceFile | null {
  const beside = ['-wal', '-journal'].map((suffix) => files.get(file.path + suffix)).filter((log) => log !== null);
  return beside.find((log) => log.sizeBytes > 0) ?? beside[0] ?? null;
}

async function schemaOf(
  tree: EvidenceTree,
  file: EvidenceFile,
  workDir: string,
): Promise<ReadonlyMap<string, readonly string[]> | null> {
  const copy = await workingCopy(tree, file, workDir);
  try {
    return inspectSchema(copy);
  } catch (error) {
    // Not a database after all, damaged beyond its schema, or encrypted: whoever claims the file will say so.
    if (error instanceof EvidenceUnreadable) return null;
    throw error;
  }
}

/** Takes in an exhibit and opens it without a case: for tests of parsers. `workDir` must not lie inside it. */
export async function treeOf(path: string, workDir: string): Promise<OpenTree> {
  const files: IndexedFile[] = [];
  for await (const event of takeIn({ path, workDir })) {
    if (event.kind === 'file') files.push(event.file);
    if (event.kind === 'end')
      return openTree({ kind: event.digest.kind, path, sha256: event.digest.sha256 }, memoryFileIndex(files), {
        workDir,
      });
  }
  throw new Error(`intake of ${path} did not end`);
}
