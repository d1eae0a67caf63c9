import { setImmediate } from 'node:timers/promises';
import { LocatorReader, compareValue, countRecorded, streamRecorded, type CaseFile, type Evidence, type Recorded } from '../case/index.ts'; // prettier-ignore
import type { Difference, VerifyResult } from '../contract/index.ts';
import { unpackedText } from '../evidence/index.ts';
import type { ByteRange, RowLocator, Sha256 } from '../model/index.ts';
import type { DecodedRow, WorkingCopy } from '../sqlite/index.ts';
import { openShelf, type EvidenceShelf } from './evidence-shelf.ts';
import { readSlice } from './file-bytes.ts';
import type { JobContext } from './job-context.ts';
import { copiesInCase } from './session.ts';

const SAMPLE = 1000;
const MOST_SHOWN = 200;

export interface RecordsChecked {
  readonly records: number;
  readonly values: number;
  readonly notCompared: NonNullable<VerifyResult['notCompared']>;
}

/**
 * Finds the places of records again in the working copies, compares where they lie with what the case holds, decodes
 * them from their bytes and compares their values. A sample takes every so many records, evenly over the case.
 */
export async function checkRecords(
  file: CaseFile,
  which: 'sample' | 'all',
  context: JobContext,
  differences: Difference[],
): Promise<RecordsChecked> {
  const total = countRecorded(file.db);
  const step = which === 'all' ? 1 : Math.max(1, Math.floor(total / SAMPLE));
  const copies = new Map<Sha256, readonly WorkingCopy[]>();
  const shelf = openShelf(file.workDir, (sha256) => {
    const known = copies.get(sha256) ?? copiesInCase(file, sha256);
    copies.set(sha256, known);
    return known;
  });
  const check = new RecordCheck(file.db, shelf, differences);
  try {
    for (const records of streamRecorded(file.db, step)) {
      for (const record of records) check.record(record);
      context.progress('comparing records with their bytes', check.records, Math.ceil(total / step), 'rows');
      await setImmediate();
      context.signal.throwIfAborted();
    }
    return check.result();
  } finally {
    shelf.close();
  }
}

class RecordCheck {
  readonly #locators: LocatorReader;
  readonly #shelf: EvidenceShelf;
  readonly #differences: Difference[];
  readonly #notCompared = new Map<string, { readonly value: string; readonly reason: string; count: number }>();
  #records = 0;
  #values = 0;

  constructor(db: CaseFile['db'], shelf: EvidenceShelf, differences: Difference[]) {
    this.#locators = new LocatorReader(db);
    this.#shelf = shelf;
    this.#differences = differences;
  }

  get records(): number {
    return this.#records;
  }

  result(): RecordsChecked {
    return { records: this.#records, values: this.#values, notCompared: [...this.#notCompared.values()] };
  }

  record(record: Recorded): void {
    this.#records += 1;
    const evidence = this.#evidenceOf(record.places);
    if (evidence === null) return;
    for (const value of record.values) {
      let comparison = compareValue(record, value, evidence);
      if (comparison.outcome === 'changed' && record.kind === 'item') {
        // What an app keeps beside a message, such as a caption with its picture, is the place of a part.
        const wider = this.#evidenceOf(this.#locators.read([record.id]).get(record.id) ?? []);
        if (wider !== null) comparison = compareValue(record, value, wider);
      }
      if (comparison.outcome === 'not-compared') {
        this.#leaveOut(`${record.kind} ${value.isColumn ? 'stored columns' : value.name}`, comparison.why);
        continue;
      }
      this.#values += 1;
      if (comparison.outcome === 'same') continue;
      const shown = (text: string): string | null => (record.isShown ? text.slice(0, MOST_SHOWN) : null);
      this.#add('changed', `${record.kind} ${record.id} ${value.name} (${placeName(record)})`, {
        expected: shown(value.text ?? 'NULL'),
        found: shown(comparison.found),
      });
    }
  }

  /** Null when a row is no longer where it was; the difference is then named. */
  #evidenceOf(places: Recorded['places']): Evidence | null {
    const rows: { readonly table: string; readonly values: DecodedRow['values'] }[] = [];
    const bytes: Buffer[] = [];
    let isWhole = true;
    for (const { locator, ranges } of places) {
      if (locator.kind === 'bytes') {
        const path = this.#shelf.pathOf(locator.file);
        const run = path === null ? null : readSlice(path, locator.offset, locator.length).bytes;
        if (run?.length === locator.length) bytes.push(run);
        else isWhole = false;
      } else if (locator.kind === 'node' || ranges.length === 0) {
        isWhole = false;
      } else {
        const row = this.#row(locator, ranges);
        if (row === null) return null;
        rows.push({ table: locator.table, values: row.values });
      }
    }
    return { rows, bytes, unpack: unpackedText, isWhole };
  }

  /** The row in the reading of the database in which it lies where the case says. */
  #row(locator: RowLocator, ranges: readonly ByteRange[]): DecodedRow | null {
    const reading = this.#shelf.find(locator, ranges);
    if (reading !== null) return this.#shelf.row(locator, reading);
    const rows = this.#shelf.readings(locator.file).map((other) => this.#shelf.row(locator, other));
    const elsewhere = rows.find((row) => row !== null) ?? null;
    const path = `${locator.file} ${locator.table} ${String(locator.rowid)}`;
    const found = elsewhere === null ? null : where(elsewhere.ranges);
    this.#add(elsewhere === null ? 'missing' : 'changed', path, { expected: where(ranges), found });
    return null;
  }

  #leaveOut(value: string, reason: string): void {
    const name = `${value} ${reason}`;
    const entry = this.#notCompared.get(name) ?? { value, reason, count: 0 };
    entry.count += 1;
    this.#notCompared.set(name, entry);
  }

  #add(kind: Difference['kind'], path: string, values: Pick<Difference, 'expected' | 'found'>): void {
    this.#differences.push({ subject: 'record', kind, path, ...values });
  }
}

function where(ranges: readonly ByteRange[]): string {
  return ranges
    .map(({ page, offset, length }) => `${page === 0 ? '' : `page ${page}, `}offset ${offset}, length ${length}`)
    .join('; ');
}

function placeName({ places }: Recorded): string {
  const first = places[0]?.locator;
  if (first === undefined) return '';
  const file = `${first.file.slice(0, 16)}…`;
  if (first.kind === 'row') return `${file} ${first.table} ${String(first.rowid ?? first.key ?? '')}`;
  return first.kind === 'bytes' ? `${file} ${first.offset}+${first.length}` : `${file} ${first.path}`;
}
