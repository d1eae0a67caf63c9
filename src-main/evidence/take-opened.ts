import { readPiece, type ByteSource } from './byte-source.ts';
import type { ExtraHash, IntakeEvent } from './intake-event.ts';
import { Budget, type Limits } from './limits.ts';
import { DistinctPaths } from './names/distinct-paths.ts';
import { NameNotes } from './names/name-issues.ts';
import { Pace } from './pace.ts';
import type { Step } from './place.ts';
import { keptIssue, takeNested, type IntakeContext } from './take-archive.ts';
import type { EvidenceFile } from './tree.ts';

/** An archive that came out of a locked file and is one of the case now. */
export interface OpenedArchive {
  readonly file: EvidenceFile;
  /** From the exhibit to its bytes. */
  readonly steps: readonly Step[];
  /** Its bytes; closed at the end. */
  readonly source: ByteSource;
  readonly limits: Limits;
  readonly hashes: readonly ExtraHash[];
  readonly workDir: string;
  readonly signal: AbortSignal;
}

/** Lists and hashes what is in it, below `<path>!/`, as intake does with archives that lie in an exhibit: one deep, by the same limits. */
export async function* takeOpenedArchive(archive: OpenedArchive): AsyncGenerator<IntakeEvent> {
  const { file, steps, source, limits, hashes, workDir, signal } = archive;
  const context: IntakeContext = {
    hashes,
    budget: new Budget(limits),
    pace: new Pace(null, signal),
    workDir,
    signal,
    names: new NameNotes(),
    kept: { entries: 0, first: null },
  };
  const { path, sizeBytes, sha256 } = file;
  const head = readPiece(source, 0, 512);
  const nested = { path, sizeBytes, head, digests: { sha256, sha1: null, md5: null } };
  yield* takeNested(context, nested, steps, 0, new DistinctPaths(), () => source);
  yield* context.names.rest();
  if (context.kept.first !== null) yield keptIssue(context, context.kept.first);
}
