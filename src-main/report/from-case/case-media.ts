import { exhibitFiles, exhibitLimits, listExhibits, type CaseFile } from '../../case/index.ts';
import { KeyNeeded, OpenedMissing, openTree, type OpenTree } from '../../evidence/index.ts';
import type { Sha256 } from '../../model/index.ts';
import type { MediaContent } from '../report-input.ts';

/** Reads contents of attachments from the exhibits of a case. */
export class CaseMedia {
  readonly #file: CaseFile;
  readonly #trees = new Map<number, OpenTree>();

  constructor(file: CaseFile) {
    this.#file = file;
  }

  /** Null when no exhibit that is at hand holds the content. Who reads it hashes it again. */
  async find(sha256: Sha256): Promise<MediaContent | null> {
    for (const exhibit of listExhibits(this.#file.db)) {
      const files = exhibitFiles(this.#file.db, exhibit.id);
      const found = files.withHash(sha256);
      if (found === null) continue;
      const tree =
        this.#trees.get(exhibit.id) ??
        openTree({ kind: exhibit.kind, path: exhibit.path, sha256: exhibit.sha256 }, files, {
          workDir: this.#file.workDir,
          limits: exhibitLimits(this.#file.db, exhibit.id),
          secrets: this.#file.secrets,
        });
      this.#trees.set(exhibit.id, tree);
      try {
        await tree.head(found, 1);
      } catch (error) {
        // The exhibit is gone or cannot be read: the report then says that the content was not at hand.
        if (error instanceof KeyNeeded || error instanceof OpenedMissing) continue;
        if (error instanceof Error && 'code' in error) continue;
        throw error;
      }
      return { sizeBytes: found.sizeBytes, bytes: () => tree.bytes(found) };
    }
    return null;
  }

  close(): void {
    for (const tree of this.#trees.values()) tree.close();
    this.#trees.clear();
  }
}
