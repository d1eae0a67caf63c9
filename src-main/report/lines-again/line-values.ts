import { compareValue, type Evidence } from '../../case/index.ts';
import type { Difference } from '../../contract/index.ts';
import { unpackedText } from '../../evidence/index.ts';
import { readTimestamp, type TimeEncoding } from '../../model/index.ts';
import { decodeLoneCell, headerEncoding } from '../../sqlite/index.ts';
import { fieldOf, isSize, type PrintedLineAgain, type PrintedPlace, type PrintedRange } from './printed-lines.ts';
import type { RangeReader } from './range-reader.ts';
import { namesSender } from './names-sender.ts';

/** Where what was found is told. */
export interface LineReport {
  readonly add: (difference: Difference) => void;
  /** A value that was not compared, and why. */
  readonly leave: (value: string, reason: string) => void;
}

const MOST_SHOWN = 200;
const OWN = new Set<unknown>(['message', 'event']);
const OTHER_ROWS = 'named by other rows than those of its line';

/**
 * Compares what a line prints with the bytes that it cites: the row is decoded from the ranges alone, a run of text is read
 * as it stands. Its text, stored times, stored kind and shared identifier must be there; so must the sender where the place
 * is a run of text, and the first time must be what its stored digits say.
 */
export class LineValues {
  readonly #reader: RangeReader;
  readonly #fileOf: (file: string, sha256: string) => string | null;
  readonly #report: LineReport;
  readonly #encodings = new Map<string, ReturnType<typeof headerEncoding>>();
  /** Values that were compared. */
  count = 0;

  /** `fileOf` finds a cited file on disk by its path inside the exhibit and its hash. */
  constructor(reader: RangeReader, fileOf: (file: string, sha256: string) => string | null, report: LineReport) {
    this.#reader = reader;
    this.#fileOf = fileOf;
    this.#report = report;
  }

  line(number: number, { places, fields }: PrintedLineAgain): void {
    const values = printedValues(fields);
    if (values.length === 0) {
      this.#report.leave('line', 'prints no value that can be compared');
      return;
    }
    if (!values.some(({ name }) => name === 'body')) this.#report.leave('line body', 'none is printed');
    const own = this.#evidenceOf(number, places.filter(({ gives }) => OWN.has(gives))); // prettier-ignore
    let wide: Evidence | null | undefined;
    for (const { name, text, isFirst } of values) {
      let comparison = own === null ? null : this.#compare(fields, name, text, own);
      if (comparison?.outcome === 'changed') {
        wide ??= this.#evidenceOf(number, places);
        comparison = wide === null ? null : this.#compare(fields, name, text, wide);
      }
      if (comparison === null) this.#report.leave(`line ${name}`, 'a place of its line cannot be read again');
      else if (comparison.outcome === 'not-compared') this.#report.leave(`line ${name}`, comparison.why);
      else if (comparison.outcome === 'changed' && !isFirst) this.#report.leave(`line ${name}`, OTHER_ROWS);
      else {
        this.count += 1;
        if (comparison.outcome === 'changed') this.#changed(number, name, text, comparison.found);
      }
    }
    this.#sender(number, fields, own);
    this.#instant(number, fields);
    this.#report.leave('line other fields', 'put together from several values, or named by other rows');
  }

  #compare(fields: PrintedLineAgain['fields'], name: string, text: string, evidence: Evidence) {
    const isRecovered = fields.state === 'recovered';
    return compareValue({ kind: 'item', isRecovered }, { name, isColumn: false, text }, evidence);
  }

  /** Exported text, and most JSON and XML, name the sender in the line itself; databases, frames and some pages by what stands elsewhere. */
  #sender(number: number, fields: PrintedLineAgain['fields'], own: Evidence | null): void {
    const sender = fields.sender;
    const names = [fieldOf(sender, 'name'), fieldOf(sender, 'identifier')].filter((name): name is string => typeof name === 'string' && name !== ''); // prettier-ignore
    if (names.length === 0) return;
    const runs = own?.bytes.map((bytes) => bytes.toString('utf8')) ?? [];
    if (own === null || own.rows.length > 0 || runs.length === 0) {
      this.#report.leave('line sender', OTHER_ROWS);
      return;
    }
    const isNamed = runs.some((run) => names.some((name) => run.includes(name)));
    if (!isNamed && !runs.every(namesSender)) {
      this.#report.leave('line sender', OTHER_ROWS);
      return;
    }
    this.count += 1;
    if (isNamed) return;
    this.#changed(number, 'sender', names.join(' | '), runs.join(' | '));
  }

  /** The printed instant against its stored digits, where these are a number. */
  #instant(number: number, fields: PrintedLineAgain['fields']): void {
    const first = firstOf(fields.times);
    const [stored, encoding, utcMs] = ['stored', 'encoding', 'utcMs'].map((name) => fieldOf(first, name));
    if (typeof stored !== 'string' || typeof utcMs !== 'number' || !isNumeric(encoding)) return;
    const read = readTimestamp(Number(stored), encoding, 'sent');
    if (read === null) {
      this.#report.leave('line instant', 'its stored digits are no plausible time');
      return;
    }
    this.count += 1;
    for (const printed of [utcMs, fields.sentUtcMs])
      if (printed !== read.utcMs && printed !== undefined)
        this.#changed(number, 'instant', JSON.stringify(printed), String(read.utcMs));
  }

  /** Null when a place is not a row or a run of bytes, or its bytes are not there or not those that were cited. */
  #evidenceOf(number: number, places: readonly PrintedPlace[]): Evidence | null {
    const rows: Evidence['rows'][number][] = [];
    const bytes: Buffer[] = [];
    let isWhole = places.length > 0;
    for (const place of places) {
      const table = typeof place.table === 'string' ? place.table : null;
      if (table === null) {
        const run = this.#run(place);
        if (run === null) isWhole = false;
        else bytes.push(run);
        continue;
      }
      const row = this.#row(number, place);
      if (row === null) isWhole = false;
      else rows.push({ table, values: row });
    }
    return rows.length + bytes.length === 0 ? null : { rows, bytes, unpack: unpackedText, isWhole };
  }

  #run({ file, sha256, offset, length }: PrintedPlace): Buffer | null {
    const path = this.#fileOf(file, sha256);
    return path === null || !isSize(offset) || !isSize(length) ? null : this.#reader.read(path, { offset, length });
  }

  #row(
    number: number,
    place: PrintedPlace,
  ): ReadonlyMap<string, Evidence['rows'][number]['values'] extends ReadonlyMap<string, infer V> ? V : never> | null {
    // prettier-ignore
    const encoding = this.#encodingOf(place);
    const pieces = place.ranges.map((range) => this.#cited(range));
    if (encoding === null || pieces.length === 0 || pieces.includes(null)) return null;
    const { rowid } = place;
    const cell = decodeLoneCell(Buffer.concat(pieces.filter((piece) => piece !== null)), encoding, rowid !== null);
    if (cell === null) return null;
    if ((typeof rowid === 'number' || typeof rowid === 'string') && String(rowid) !== String(cell.rowid))
      this.#changed(number, `rowid in ${String(place.table)}`, String(rowid), String(cell.rowid));
    const values = cell.values.map((value, index) => [`column ${index + 1}`, value] as const);
    return new Map(cell.rowid === null ? values : [['rowid', cell.rowid], ...values]);
  }

  #cited(range: PrintedRange): Buffer | null {
    const path = this.#fileOf(range.file, range.fileSha256);
    if (path === null) return null;
    return range.sha256 !== null && this.#reader.hash(path, range) !== range.sha256
      ? null
      : this.#reader.read(path, range);
  }

  #encodingOf({ file, sha256 }: PrintedPlace): ReturnType<typeof headerEncoding> {
    const known = this.#encodings.get(sha256);
    if (known !== undefined) return known;
    const path = this.#fileOf(file, sha256);
    const head = path === null ? null : this.#reader.read(path, { offset: 0, length: 100 });
    const encoding = head === null ? null : headerEncoding(head);
    // Another exhibit may hold the file that this one lacks.
    if (encoding !== null) this.#encodings.set(sha256, encoding);
    return encoding;
  }

  #changed(number: number, name: string, expected: string, found: string): void {
    const shown = { expected: expected.slice(0, MOST_SHOWN), found: found.slice(0, MOST_SHOWN) };
    this.#report.add({ subject: 'record', kind: 'changed', path: `line ${number}: ${name}`, ...shown });
  }
}

interface PrintedValue {
  readonly name: string;
  readonly text: string;
  /** False for a time after the first, which another record of the line may give. */
  readonly isFirst: boolean;
}

function printedValues(fields: PrintedLineAgain['fields']): readonly PrintedValue[] {
  const times = Array.isArray(fields.times) ? fields.times.map((time) => fieldOf(time, 'stored')) : [];
  const named: readonly (readonly [string, unknown, boolean])[] = [
    ['body', fields.body, true],
    ['type', fields.kindStored, true],
    ['shared identifier', fields.serverId, true],
    ...times.map((stored, index) => [index === 0 ? 'time' : 'further time', stored, index === 0] as const),
  ];
  return named.flatMap(([name, text, isFirst]) =>
    typeof text === 'string' && text !== '' ? [{ name, text, isFirst }] : [],
  );
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? (value as readonly unknown[])[0] : undefined;
}

const NUMERIC: ReadonlySet<unknown> = new Set(['unix-s', 'unix-ms', 'unix-us', 'unix-ns', 'mac-s', 'mac-ns', 'webkit-us'] satisfies TimeEncoding[]); // prettier-ignore

function isNumeric(encoding: unknown): encoding is Exclude<TimeEncoding, 'iso-8601' | 'local-text'> {
  return NUMERIC.has(encoding);
}
