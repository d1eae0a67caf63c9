import { openCellReader, EvidenceUnreadable, type CellReader, type WorkingCopy } from '../sqlite/index.ts';
import { digestsOf, stepsWithin, writePieces, writePlace } from '../evidence/index.ts';
import type { Attachment, Issue, Sha256 } from '../model/index.ts';
import { attachmentIssue } from './media.ts';
import type { SealedOrder } from './sealed-content.ts';

/** Larger cells are left in their row. */
const MOST_BYTES = 67_108_864;

/** The row of a content in the case; null where it is left in its cell, which the issue says. */
interface InCell {
  readonly file: number | null;
  readonly issues: readonly Issue[];
}

/** Lists contents that lie in cells of the source's databases as files with a place of their own; nothing is copied. */
export class CellContents {
  readonly #order: Pick<SealedOrder, 'files' | 'addFile'>;
  readonly #copies: ReadonlyMap<Sha256, WorkingCopy>;
  readonly #readers = new Map<Sha256, CellReader | null>();

  constructor(order: Pick<SealedOrder, 'files' | 'addFile'>, copies: ReadonlyMap<Sha256, WorkingCopy>) {
    this.#order = order;
    this.#copies = copies;
  }

  /** Lists what the cell of an attachment holds; nothing where it names none. */
  find(attachment: Attachment): InCell {
    const { from, cell } = attachment;
    const locator = cell === undefined ? undefined : from.at[cell.at];
    if (cell === undefined || locator?.kind !== 'row' || locator.rowid === null) return NOTHING;
    const { table, rowid } = locator;
    const left = (why: string): InCell => ({ file: null, issues: [attachmentIssue(attachment, 'warning', 'undecodable-payload', `the content stands in a cell (${table}, row ${rowid}, ${cell.column}) and is left there, not shown: ${why}`)] }); // prettier-ignore
    const parts = this.#reader(locator.file)?.parts(table, rowid);
    const value = parts?.find(({ role, name }) => role === 'value' && name === cell.column);
    if (value === undefined || !(value.value instanceof Uint8Array)) return left('its bytes cannot be found in the pages of the database'); // prettier-ignore
    if (value.value.length > MOST_BYTES)
      return left(`it has ${value.value.length} bytes, more than are taken out of a row`);
    const [first, ...others] = value.ranges;
    const stored = first === undefined ? null : this.#order.files.withHash(first.file);
    // A cell can lie in pages of the database and of its log.
    if (stored === null || others.some(({ file }) => file !== stored.sha256)) return left('it lies partly in the database and partly in its log'); // prettier-ignore
    const { sha256, sha1, md5 } = digestsOf(value.value, [...(stored.sha1 === null ? [] : ['sha1' as const]), ...(stored.md5 === null ? [] : ['md5' as const])]); // prettier-ignore
    const sizeBytes = value.value.length;
    const place = writePlace([...stepsWithin(stored), { in: 'cipher', scheme: 'cell', size: sizeBytes, keyHex: writePieces(value.ranges) }]); // prettier-ignore
    const derivedFrom = { file: stored.sha256, method: `bytes of a cell (${table}, row ${rowid}, ${cell.column})` };
    for (let n = 1; ; n += 1) {
      const path = `${stored.path}!/${table}/${rowid}/${cell.column}${n === 1 ? '' : `~${n}`}`;
      const there = this.#order.files.get(path);
      if (there?.place === place && there.sha256 === sha256) return { file: there.id, issues: [] };
      if (there !== null) continue;
      return { file: this.#order.addFile({ path, sha256, sha1, md5, sizeBytes, modifiedMs: null, derivedFrom, place }), issues: [] }; // prettier-ignore
    }
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

const NOTHING: InCell = { file: null, issues: [] };

function opened(copy: WorkingCopy): CellReader | null {
  try {
    return openCellReader(copy, 'with-log');
  } catch (error) {
    if (error instanceof EvidenceUnreadable) return null;
    throw error;
  }
}
