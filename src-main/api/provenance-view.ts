import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  getSource,
  listExhibits,
  pageIssues,
  readItemViews,
  readProvenance,
  type KeptLocator,
  type KeptProvenance,
} from '../case/index.ts';
import type {
  IssueView,
  ItemView,
  ExhibitView,
  LocatorView,
  PlacesView,
  PlainLocator,
  ProvenanceView,
  RangeView,
  SourceView,
} from '../contract/index.ts';
import type { ByteRange, Locator, RowLocator, Sha256, Stored } from '../model/index.ts';
import { quoteName, type CellPart } from '../sqlite/index.ts';
import { partsIn } from './cell-parts-view.ts';
import { checkCommand } from './check-command.ts';
import { readSlice } from './file-bytes.ts';
import { layersOf } from './layers.ts';
import type { Reading } from './evidence-shelf.ts';
import type { Session } from './session.ts';
import { storedCell } from './stored-cell.ts';

const MOST_ISSUES = 200;

/** Places that come with a record; each is read again from the working copies, and a message can have tens of thousands. */
const FIRST_PLACES = 50;

/**
 * Everything one needs to check where an item comes from, with its first places. Byte ranges are computed afresh from the
 * working copies; where they are not those that the case keeps, an issue says so. Fails with `not-found`.
 */
export function provenanceView(session: Session, item: number): ProvenanceView {
  const { file } = session;
  const kept = readProvenance(file.db, item, 0, FIRST_PLACES);
  const source = getSource(file.db, kept.source);
  const exhibit = exhibitOf(session, source);
  const read = readAgain(session, kept, source);
  const issues = pageIssues(file.db, { item }, undefined, MOST_ISSUES);
  const [view] = readItemViews(file.db, [item]);
  if (view === undefined) throw new Error('a record with a place and without a view');
  return {
    record: kept.record,
    item,
    sentence: sentenceOf(kept, source),
    exhibit: { reference: exhibit.reference, path: exhibit.path, sha256: exhibit.sha256 },
    parser: { id: source.parser, revision: source.revision, variant: source.variant, proof: source.proof },
    app: source.app,
    ...read,
    layers: layersOf(file, exhibit, kept.locators[0]?.path ?? ''),
    ...contentsOf(file, exhibit, view),
    state: view.state,
    recovered: recoveriesOf(view),
    issues: [...issues.rows, ...read.issues],
    moreIssues: issues.total - issues.rows.length,
  };
}

/** The places of an item from position `first`, at most `limit`, read as `provenanceView` reads them. Fails with `not-found`. */
export function placesView(session: Session, item: number, first: number, limit: number): PlacesView {
  const { db } = session.file;
  const kept = readProvenance(db, item, first, limit);
  return readAgain(session, kept, getSource(db, kept.source));
}

/** A message has one attachment or a few; one made by hand may have any number. */
const FIRST_CONTENTS = 50;

/** Contents that lie in the exhibit as they are have no layers, and are not told. */
function contentsOf(
  file: Session['file'],
  exhibit: ExhibitView,
  { attachments }: ItemView,
): Pick<ProvenanceView, 'contents' | 'moreContents'> {
  const held = attachments.flatMap(({ id, contentPath, sha256 }) =>
    contentPath === null || sha256 === null ? [] : [{ attachment: id, path: contentPath, sha256 }],
  );
  const contents = held
    .slice(0, FIRST_CONTENTS)
    .map((content) => ({ ...content, layers: layersOf(file, exhibit, content.path) }))
    .filter(({ layers }) => layers.length > 0);
  return { contents, moreContents: Math.max(0, held.length - FIRST_CONTENTS) };
}

function readAgain(session: Session, kept: KeptProvenance, source: SourceView): PlacesView {
  const reader = new RowReader(session);
  const locators = kept.locators.map((locator) => reader.view(locator));
  const of = { source: source.id, exhibit: source.exhibit };
  const issues = reader.issues.map((issue) => ({ ...issue, ...of }));
  return { places: kept.places, locators, stored: kept.stored, issues };
}

function exhibitOf({ file }: Session, source: SourceView): ExhibitView {
  const [exhibit] = listExhibits(file.db, source.exhibit);
  if (exhibit === undefined) throw new Error('a source without its exhibit');
  return exhibit;
}

/** How the record was recovered, then how other wordings of it were. */
function recoveriesOf({ class: kind, recovery, versions }: ItemView): ProvenanceView['recovered'] {
  const own = recovery === null ? [] : [{ of: kind, ...recovery }];
  const others = versions.flatMap((version) => (version.recovery === null ? [] : [version.recovery]));
  return [...own, ...others.map((one) => ({ of: 'version', ...one }))];
}

function sentenceOf(kept: KeptProvenance, source: SourceView): string {
  const [first] = kept.locators;
  const further = kept.places - 1;
  const where = first === undefined ? 'an unknown place' : placeOf(first);
  const more = further <= 0 ? '' : ` and ${further} further ${further === 1 ? 'place' : 'places'}`;
  return `Read from ${where}${more}, in exhibit ${source.exhibitReference}, by ${source.parser} revision ${source.revision} (${source.variant}, mapping ${source.proof}).`;
}

function placeOf({ locator, path }: KeptLocator): string {
  switch (locator.kind) {
    case 'row':
      return `row ${String(locator.rowid ?? locator.key ?? '?')} of table ${locator.table} in ${path}`;
    case 'bytes':
      return `${locator.length} bytes at offset ${locator.offset} of ${path}`;
    case 'node':
      return `${locator.path} in ${path}`;
  }
}

/** Reads locators again from the working copies; what is no longer found becomes an issue. */
export class RowReader {
  readonly issues: Omit<IssueView, 'source' | 'exhibit'>[] = [];
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  view(kept: KeptLocator): LocatorView {
    const { locator, gives, path } = kept;
    const reading = this.#readingOf(kept);
    const copy = this.#copyOf(locator.file);
    const parts = reading === null ? [] : (this.#session.shelf.parts(locator, reading) ?? []);
    const at = locator.kind === 'bytes' ? [wholeRange(locator)] : kept.ranges;
    return {
      locator: plain(locator),
      gives,
      path,
      workingCopy: copy,
      ranges: at.flatMap((range) => this.#range(range, path, parts) ?? []),
      row: locator.kind === 'row' && reading !== null ? this.#row(reading, locator) : [],
    };
  }

  /** The reading of the database in which the kept ranges are found again; null when none gives them. */
  #readingOf(kept: KeptLocator): Reading | null {
    const { locator, ranges } = kept;
    if (locator.kind !== 'row' || ranges.length === 0) return null;
    if (this.#copyOf(locator.file) === null) return null;
    const reading = this.#session.shelf.find(locator, ranges);
    if (reading !== null) return reading;
    this.issues.push({
      id: 0,
      item: null,
      severity: 'error',
      code: 'row-unreadable',
      where: placeOf(kept),
      stored: null,
      detail: 'the bytes of the row are no longer where they were found at ingest',
      at: [plain(locator)],
    });
    return null;
  }

  #copyOf(file: Sha256): string | null {
    const path = join(this.#session.file.workDir, file);
    return existsSync(path) ? path : null;
  }

  #range(range: ByteRange, path: string, parts: readonly CellPart[]): RangeView | null {
    const copy = this.#copyOf(range.file);
    if (copy === null) return null;
    const { bytes } = readSlice(copy, range.offset, range.length);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const name = range.in === 'main' ? path : `${path}-${range.in}`;
    const command = checkCommand(copy, range.offset, range.length);
    return { ...range, path: name, sha256, command, parts: partsIn(parts, range) };
  }

  #row(reading: Reading, locator: RowLocator): LocatorView['row'] {
    const { table, rowid } = locator;
    const db = this.#session.shelf.database(reading);
    const columns = db?.tables.get(table);
    if (db === null || columns === undefined) return [];
    const cell = (column: string, value: Stored): LocatorView['row'][number] => ({ column, ...storedCell(value, MOST_BYTES) }); // prettier-ignore
    if (rowid === null) {
      const values = this.#session.shelf.row(locator, reading)?.values;
      return values === undefined ? [] : columns.map((column) => cell(column, values.get(column) ?? null));
    }
    const names = columns.map(quoteName).join(', ');
    for (const values of db.arrays(`SELECT ${names} FROM ${quoteName(table)} WHERE rowid = ?`, rowid))
      return columns.map((column, index) => cell(column, values[index] ?? null));
    return [];
  }
}

function wholeRange(locator: { readonly file: Sha256; readonly offset: number; readonly length: number }): ByteRange {
  return { file: locator.file, in: 'main', page: 0, offset: locator.offset, length: locator.length };
}

/** JSON has no integers beyond 2^53: a rowid as large crosses as its decimal digits. */
function plain(locator: Locator): PlainLocator {
  if (locator.kind !== 'row') return locator;
  const { rowid } = locator;
  return { ...locator, rowid: typeof rowid === 'bigint' ? rowid.toString() : rowid };
}

const MOST_BYTES = 4096;
