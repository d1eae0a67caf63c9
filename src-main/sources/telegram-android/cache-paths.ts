import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Extracted, RowLocator } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Run } from '../parser.ts';
import { readErrorOf, scanTable, StoredTable } from '../stored-table.ts';

/**
 * `paths` of `file_to_path.db`: where the file of each document lies that the app has loaded or sent. Memory grows with the documents that
 * messages hold.
 */
export class CachePaths {
  readonly #db: EvidenceDb | null;
  readonly #run: Run;
  readonly #asked = new Set<number | bigint>();

  constructor(file: EvidenceFile | undefined, run: Run) {
    const db = file === undefined ? null : run.database(file);
    this.#run = run;
    this.#db = db?.has('paths', 'document_id') === true && db.has('paths', 'path') ? db : null;
  }

  /** The places of a document, with the rows that name them. */
  of(document: number | string): readonly { readonly path: string; readonly at: RowLocator }[] {
    if (this.#db === null || !/^-?\d{1,19}$/u.test(String(document))) return [];
    const found: { readonly path: string; readonly at: RowLocator }[] = [];
    try {
      for (const [rowid, path] of this.#db.arrays('SELECT rowid, path FROM paths WHERE document_id = ? LIMIT 16', BigInt(document))) {
        if ((typeof rowid !== 'number' && typeof rowid !== 'bigint') || typeof path !== 'string') continue;
        this.#asked.add(rowid);
        found.push({ path, at: { kind: 'row', file: this.#db.file, table: 'paths', rowid } });
      }
    } catch (error) {
      readErrorOf(error); // the reading of the table says so
    }
    return found;
  } // prettier-ignore

  /** Closes the table: rows of documents that no message holds are counted. */
  *rest(): Generator<Extracted> {
    if (this.#db === null) return;
    yield* scanTable(this.#run, new StoredTable(this.#db, 'paths', {}), (_, at) =>
      at.rowid !== null && this.#asked.has(at.rowid) ? undefined : 'place of a document that no message holds',
    );
  }
}
