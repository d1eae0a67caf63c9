import type { ExhibitView } from '../contract/index.ts';
import type { Sha256 } from '../model/index.ts';
import { Sql, sql, type CaseDb } from '../sqlite/index.ts';
import { CaseFailure } from './case-failure.ts';
import { IdGiver, markIds, nextId } from './ids.ts';

/** A file of an exhibit as intake hashed it. */
export interface CaseFileRow {
  readonly id: number;
  readonly path: string;
  readonly sha256: Sha256;
  readonly sizeBytes: number;
  readonly modifiedMs: number | null;
  /** A time without a zone, as zip stores it; then `modifiedMs` is null. */
  readonly modifiedLocal?: string | null;
  /** The name's bytes in hexadecimal where `path` does not say them exactly. */
  readonly storedName?: string | null;
  readonly sha1: string | null;
  readonly md5: string | null;
  readonly derivedFrom?: { readonly file: Sha256; readonly method: string };
  /** Where the bytes lie inside the exhibit, as text that only the evidence floor reads. */
  readonly place: string;
  /** The lock whose opening gave the file. */
  readonly lock?: number | null;
  /** The key of the key ring that it came out with; null where none was needed. */
  readonly openedKey?: number | null;
  /** The lock that lists the same bytes under another path. */
  readonly namedBy?: number | null;
}

export interface NewExhibit {
  readonly reference: string;
  readonly kind: ExhibitView['kind'];
  readonly path: string;
  /** Limits of the intake that are not the usual ones: a later intake with others would leave other files out. */
  readonly limits?: IntakeLimits;
}

/** Largest amounts by name, for example `{ ratio: 2000 }`. */
export type IntakeLimits = Readonly<Record<string, number>>;

/** What is known of an exhibit once it is read to its end. */
export interface ExhibitDigest {
  readonly sha256: Sha256;
  readonly sha1: string | null;
  readonly md5: string | null;
}

/** Makes an exhibit, which is as good as not there until `completeExhibit`. Fails with `reference-taken`. */
export function addExhibit(db: CaseDb, exhibit: NewExhibit, nowMs: number): number {
  const taken = db.value<number>(sql`SELECT 1 FROM exhibit WHERE reference = ${exhibit.reference}`);
  if (taken !== null) throw new CaseFailure('reference-taken', { subject: exhibit.reference });
  const id = nextId(db, 'exhibit');
  db.run(sql`INSERT INTO exhibit (id, reference, kind, path, added_ms, limits)
    VALUES (${id}, ${exhibit.reference}, ${exhibit.kind}, ${exhibit.path}, ${nowMs}, ${JSON.stringify(exhibit.limits ?? {})})`);
  return id;
}

/** Writes hashed files in one transaction and gives their ids. */
export function addFiles(db: CaseDb, exhibit: number, files: readonly Omit<CaseFileRow, 'id'>[]): readonly number[] {
  const insert = insertFile(db);
  const ids = new IdGiver(db);
  return db.transaction(
    () =>
      files.map((file) => {
        const id = ids.next('file');
        insert(id, exhibit, file);
        return id;
      }),
    'immediate',
  );
}

/** Writes a hashed file in the transaction that is open. */
export function insertFile(db: CaseDb): (id: number, exhibit: number, file: Omit<CaseFileRow, 'id'>) => void {
  const insert = db.prepare(`INSERT INTO file (id, exhibit, path, sha256, size_bytes, modified_ms, modified_local,
    stored_name, sha1, md5, derived_from, derived_method, place, lock, opened_key)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  return (id, exhibit, file) => {
    insert.run(id, exhibit, file.path, file.sha256, file.sizeBytes, file.modifiedMs, file.modifiedLocal ?? null,
      file.storedName ?? null, file.sha1, file.md5, file.derivedFrom?.file ?? null, file.derivedFrom?.method ?? null,
      file.place, file.lock ?? null, file.openedKey ?? null); // prettier-ignore
  };
}

/** Keeps the hashes of an exhibit that was read to its end, and counts its files. */
export function digestExhibit(db: CaseDb, exhibit: number, digest: ExhibitDigest): void {
  db.run(sql`UPDATE exhibit SET sha256 = ${digest.sha256}, sha1 = ${digest.sha1}, md5 = ${digest.md5},
      files = (SELECT count(*) FROM file WHERE exhibit = ${exhibit}),
      size_bytes = (SELECT ifnull(sum(size_bytes), 0) FROM file WHERE exhibit = ${exhibit})
    WHERE id = ${exhibit}`);
}

/** Ends the intake: the files are hashed and all sources in them are found. */
export function completeExhibit(db: CaseDb, exhibit: number): void {
  db.run(sql`UPDATE exhibit SET complete = 1 WHERE id = ${exhibit}`);
}

/**
 * Takes an exhibit away whose intake was cancelled, failed or cut off, with its files, its issues and the sources found in
 * it so far, of which none has been read. Complete ones stay.
 */
export function dropIncompleteExhibit(db: CaseDb, exhibit: number): void {
  db.transaction(() => {
    markIds(db);
    const open = sql`SELECT id FROM exhibit WHERE id = ${exhibit} AND complete = 0`;
    db.run(sql`DELETE FROM source_file WHERE source IN (SELECT id FROM source WHERE exhibit IN (${open}))`);
    db.run(sql`DELETE FROM source WHERE exhibit IN (${open})`);
    db.run(sql`DELETE FROM file WHERE exhibit IN (${open})`);
    db.run(sql`DELETE FROM issue WHERE exhibit IN (${open})`);
    db.run(sql`DELETE FROM lock WHERE exhibit IN (${open})`);
    db.run(sql`DELETE FROM exhibit WHERE id = ${exhibit} AND complete = 0`);
  }, 'immediate');
}

/** Takes away what an intake left whose process or thread ended in the middle of it; gives the references. */
export function dropIncompleteExhibits(db: CaseDb): readonly string[] {
  const open = db.all<{ id: number; reference: string }>(sql`SELECT id, reference FROM exhibit WHERE complete = 0`);
  for (const { id } of open) dropIncompleteExhibit(db, id);
  return open.map(({ reference }) => reference);
}

/** Keeps the outcome of a re-verification. */
export function setExhibitVerified(db: CaseDb, exhibit: number, atMs: number, differences: number): void {
  db.run(sql`UPDATE exhibit SET verified_ms = ${atMs}, verified_differences = ${differences} WHERE id = ${exhibit}`);
}

/** The limits under which an exhibit was taken in; empty for the usual ones. */
export function exhibitLimits(db: CaseDb, exhibit: number): IntakeLimits {
  const text = db.value<string>(sql`SELECT limits FROM exhibit WHERE id = ${exhibit}`);
  return text === null ? {} : (JSON.parse(text) as IntakeLimits);
}

/** The files of one exhibit: what the evidence floor asks of a file index, and the ways ingest looks for media. */
export interface ExhibitFiles {
  /** By path, ascending by bytes; streams. */
  all(): Iterable<CaseFileRow>;
  get(path: string): CaseFileRow | null;
  /** Files whose path starts with `prefix`. */
  under(prefix: string): Iterable<CaseFileRow>;
  withHash(sha256: Sha256): CaseFileRow | null;
  /** In order of path. */
  withSize(sizeBytes: number): Iterable<CaseFileRow>;
}

interface StoredFile extends Omit<CaseFileRow, 'derivedFrom'> {
  readonly derivedFrom: string | null;
  readonly derivedMethod: string | null;
}

const COLUMNS = `id, path, sha256, size_bytes AS sizeBytes, modified_ms AS modifiedMs, modified_local AS modifiedLocal,
  stored_name AS storedName, sha1, md5,
  derived_from AS derivedFrom, derived_method AS derivedMethod, place, lock, opened_key AS openedKey, named_by AS namedBy`;

/** Files read in one go while streaming: a statement that is being read would keep the case from being written. */
const BATCH = 1000;

export function exhibitFiles(db: CaseDb, exhibit: number): ExhibitFiles {
  const byPath = db.prepare<StoredFile>(`SELECT ${COLUMNS} FROM file WHERE exhibit = ? AND path = ?`);
  const byHash = db.prepare<StoredFile>(`SELECT ${COLUMNS} FROM file WHERE sha256 = ? AND exhibit = ? ORDER BY path LIMIT 1`); // prettier-ignore
  const bySize = db.prepare<StoredFile>(
    `SELECT ${COLUMNS} FROM file WHERE exhibit = ? AND size_bytes = ? ORDER BY path`,
  );
  const one = (row: StoredFile | null): CaseFileRow | null => (row === null ? null : fileOf(row));
  return {
    all: () => stream(db, exhibit, ''),
    get: (path) => one(byPath.get(exhibit, path)),
    under: (prefix) => stream(db, exhibit, prefix),
    withHash: (sha256) => one(byHash.get(sha256, exhibit)),
    withSize: (sizeBytes) => bySize.all(exhibit, sizeBytes).map(fileOf),
  };
}

function* stream(db: CaseDb, exhibit: number, prefix: string): IterableIterator<CaseFileRow> {
  const next = db.prepare<StoredFile>(`SELECT ${COLUMNS} FROM file
    WHERE exhibit = ? AND path > ? AND substr(path, 1, length(?)) = ? ORDER BY path LIMIT ${BATCH}`);
  const start = db.prepare<StoredFile>(`SELECT ${COLUMNS} FROM file
    WHERE exhibit = ? AND path >= ? AND substr(path, 1, length(?)) = ? ORDER BY path LIMIT ${BATCH}`);
  let rows = start.all(exhibit, prefix, prefix, prefix);
  for (;;) {
    for (const row of rows) yield fileOf(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    rows = next.all(exhibit, last.path, prefix, prefix);
  }
}

function fileOf(row: StoredFile): CaseFileRow {
  const { derivedFrom, derivedMethod, ...file } = row;
  return derivedFrom === null || derivedMethod === null
    ? file
    : { ...file, derivedFrom: { file: derivedFrom, method: derivedMethod } };
}

/** Where an exhibit lies; null when there is none of that number. Asked for each picture: without the count of its issues. */
export function exhibitPlace(db: CaseDb, exhibit: number): Pick<ExhibitView, 'id' | 'kind' | 'path' | 'sha256'> | null {
  return db.get(sql`SELECT id, kind, path, ifnull(sha256, '') AS sha256 FROM exhibit WHERE id = ${exhibit}`);
}

/** The exhibits in the order in which they were added, or the one. */
export function listExhibits(db: CaseDb, exhibit: number | null = null): readonly ExhibitView[] {
  const rows =
    db.all<Omit<ExhibitView, 'state' | 'verified'> & { complete: number; verifiedMs: number | null; differences: number | null }>( // prettier-ignore
      sql`SELECT id, reference, kind, path, files, size_bytes AS sizeBytes, ifnull(sha256, '') AS sha256, sha1, md5,
      added_ms AS addedMs, complete, verified_ms AS verifiedMs, verified_differences AS differences,
      (SELECT count(*) FROM issue WHERE issue.exhibit = exhibit.id) AS issues
    FROM exhibit ${exhibit === null ? new Sql('') : sql`WHERE id = ${exhibit}`} ORDER BY id`,
    );
  return rows.map(({ complete, verifiedMs, differences, ...row }) => ({
    ...row,
    state: complete === 1 ? 'complete' : 'incomplete',
    verified: verifiedMs === null || differences === null ? null : { atMs: verifiedMs, differences },
  }));
}
