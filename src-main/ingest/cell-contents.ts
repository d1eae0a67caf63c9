import { openCellReader, EvidenceUnreadable, type CellReader, type WorkingCopy } from '../sqlite/index.ts';
import { digestsOf, stepsWithin, writePieces, writePlace } from '../evidence/index.ts';
import type { Attachment, Sha256 } from '../model/index.ts';
import type { SealedOrder } from './sealed-content.ts';

/** Larger cells are left in their row. */
const MOST_BYTES = 67_108_864;

/** Lists contents that lie in cells of the source's databases as files with a place of their own; nothing is copied. */
export class CellContents {
  readonly #order: Pick<SealedOrder, 'files' | 'addFile'>;
  readonly #copies: ReadonlyMap<Sha256, WorkingCopy>;
  readonly #readers = new Map<Sha256, CellReader | null>();

  constructor(order: Pick<SealedOrder, 'files' | 'addFile'>, copies: ReadonlyMap<Sha256, WorkingCopy>) {
    this.#order = order;
    this.#copies = copies;
  }

  /** The row of the content; null where its bytes cannot be found in one file of the exhibit. */
  find({ from, cell }: Attachment): number | null {
    const locator = cell === undefined ? undefined : from.at[cell.at];
    if (cell === undefined || locator?.kind !== 'row' || locator.rowid === null) return null;
    const parts = this.#reader(locator.file)?.parts(locator.table, locator.rowid);
    const value = parts?.find(({ role, name }) => role === 'value' && name === cell.column);
    if (value === undefined || !(value.value instanceof Uint8Array) || value.value.length > MOST_BYTES) return null;
    const [first, ...others] = value.ranges;
    const stored = first === undefined ? null : this.#order.files.withHash(first.file);
    // A cell can lie in pages of the database and of its log.
    if (stored === null || others.some(({ file }) => file !== stored.sha256)) return null;
    const { sha256, sha1, md5 } = digestsOf(value.value, [...(stored.sha1 === null ? [] : ['sha1' as const]), ...(stored.md5 === null ? [] : ['md5' as const])]); // prettier-ignore
    const sizeBytes = value.value.length;
    const place = writePlace([...stepsWithin(stored), { in: 'cipher', scheme: 'cell', size: sizeBytes, keyHex: writePieces(value.ranges) }]); // prettier-ignore
    const path = `${stored.path}!/${locator.table}/${locator.rowid}/${cell.column}`;
    const there = this.#order.files.get(path);
    if (there !== null) return there.place === place && there.sha256 === sha256 ? there.id : null;
    const derivedFrom = { file: stored.sha256, method: `bytes of a cell (${locator.table}, row ${locator.rowid}, ${cell.column})` }; // prettier-ignore
    return this.#order.addFile({ path, sha256, sha1, md5, sizeBytes, modifiedMs: null, derivedFrom, place });
  }

  close(): void {
    for (const reader of this.#readers.values()) reader?.close();
    this.#readers.clear();
  }

  #reader(file: Sha256): CellReader | null {
    const known = this.#readers.get(file);
    if (known !== undefined) return known;
    const copy = this.#copies.get(file);
    const reader = copy === undefined ? null : opened(copy);
    this.#readers.set(file, reader);
    return reader;
  }
}

function opened(copy: WorkingCopy): CellReader | null {
  try {
    return openCellReader(copy, 'with-log');
  } catch (error) {
    if (error instanceof EvidenceUnreadable) return null;
    throw error;
  }
}
