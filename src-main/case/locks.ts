import type { KeyForm, KeyOffer, LockKind, LockView, TryEnd } from '../contract/index.ts';
import type { Sha256 } from '../model/index.ts';
import { sql, type CaseDb } from '../sqlite/index.ts';
import { CaseFailure } from './case-failure.ts';
import { markIds, nextId } from './ids.ts';

/** A locked file as it was found. */
export interface NewLock {
  readonly kind: LockKind;
  /** Empty where the exhibit itself is locked. */
  readonly path: string;
  readonly sha256: Sha256;
  readonly sizeBytes: number;
  readonly facts: Readonly<Record<string, string>>;
  readonly wants: readonly KeyForm[];
  readonly offers: readonly KeyOffer[];
}

/** How a key did on a lock. `key` is its number in the key ring. */
export interface LockTry {
  readonly key: number | null;
  readonly fingerprint: string | null;
  readonly atMs: number;
  readonly ended: TryEnd;
  readonly detail: string;
}

/** Keeps the locks of an exhibit that are not known yet and gives their numbers; of known ones the offers are renewed. */
export function addLocks(db: CaseDb, exhibit: number, found: readonly NewLock[], nowMs: number): readonly number[] {
  return db.transaction(() => {
    const added: number[] = [];
    for (const lock of found) {
      const offers = JSON.stringify(lock.offers);
      const known = db.value<number>(sql`SELECT id FROM lock
        WHERE exhibit = ${exhibit} AND path = ${lock.path} AND kind = ${lock.kind}`);
      if (known !== null) {
        db.run(sql`UPDATE lock SET offers = ${offers} WHERE id = ${known}`);
        continue;
      }
      const within = db.value<number>(sql`SELECT lock FROM file WHERE exhibit = ${exhibit} AND path = ${lock.path}`);
      const id = nextId(db, 'lock');
      db.run(sql`INSERT INTO lock (id, exhibit, kind, path, sha256, size_bytes, facts, wants, offers, within, found_ms)
        VALUES (${id}, ${exhibit}, ${lock.kind}, ${lock.path}, ${lock.sha256}, ${lock.sizeBytes},
          ${JSON.stringify(lock.facts)}, ${JSON.stringify(lock.wants)}, ${offers}, ${within}, ${nowMs})`);
      added.push(id);
    }
    return added;
  }, 'immediate');
}

/** Notes that locked files, and sources beside them, were looked for in all of an exhibit. */
export function setLocksSearched(db: CaseDb, exhibit: number, nowMs: number): void {
  db.run(sql`UPDATE exhibit SET locks_ms = ${nowMs} WHERE id = ${exhibit}`);
}

/** Complete exhibits in which nobody looked for locked files. */
export function unsearchedExhibits(db: CaseDb): readonly number[] {
  return db
    .all<{ id: number }>(sql`SELECT id FROM exhibit WHERE complete = 1 AND locks_ms IS NULL ORDER BY id`)
    .map(({ id }) => id);
}

/** A lock of the case; whether its files can be read now is told by who holds the keys. */
export type KeptLock = Omit<LockView, 'state'> & { readonly needsKey: boolean };

interface LockRow extends Omit<KeptLock, 'facts' | 'wants' | 'offers' | 'tried' | 'opened' | 'needsKey'> {
  readonly facts: string;
  readonly wants: string;
  readonly offers: string;
  readonly tried: string | null;
  readonly openedMs: number | null;
  readonly openedKey: number | null;
  readonly fingerprint: string | null;
  readonly settings: string | null;
  readonly needsKey: number;
  readonly files: number;
  readonly openedBytes: number;
}

/** The locks of complete exhibits by exhibit and path, or the one. */
export function listLocks(db: CaseDb, lock: number | null = null): readonly KeptLock[] {
  const rows = db.all<LockRow>(sql`SELECT lock.id, lock.exhibit, exhibit.reference AS exhibitReference, lock.kind,
      lock.path, lock.sha256, lock.size_bytes AS sizeBytes, facts, wants, offers, within, tried,
      opened_ms AS openedMs, opened_key AS openedKey, ring_key.fingerprint, settings, needs_key AS needsKey,
      (SELECT count(*) FROM file WHERE file.lock = lock.id) AS files,
      (SELECT ifnull(sum(file.size_bytes), 0) FROM file WHERE file.lock = lock.id) AS openedBytes
    FROM lock JOIN exhibit ON exhibit.id = lock.exhibit LEFT JOIN ring_key ON ring_key.id = opened_key
    ${lock === null ? sql`WHERE exhibit.complete = 1` : sql`WHERE lock.id = ${lock}`}
    ORDER BY lock.exhibit, lock.path, lock.kind`);
  return rows.map(({ openedMs, openedKey, fingerprint, settings, needsKey, files, openedBytes, ...row }) => ({
    ...row,
    facts: JSON.parse(row.facts) as LockView['facts'],
    wants: JSON.parse(row.wants) as LockView['wants'],
    offers: JSON.parse(row.offers) as LockView['offers'],
    tried: row.tried === null ? null : (JSON.parse(row.tried) as LockView['tried']),
    opened:
      openedMs === null
        ? null
        : {
            atMs: openedMs,
            key: openedKey,
            fingerprint,
            settings: JSON.parse(settings ?? '{}') as Readonly<Record<string, string>>,
            files,
            sizeBytes: openedBytes,
          },
    needsKey: needsKey === 1,
  }));
}

/** The paths of the locked files of an exhibit that a key opened. */
export function openedPaths(db: CaseDb, exhibit: number): ReadonlySet<string> {
  const rows = db.all<{ path: string }>(
    sql`SELECT path FROM lock WHERE exhibit = ${exhibit} AND opened_ms IS NOT NULL`,
  );
  return new Set(rows.map(({ path }) => path));
}

/** Fails with `not-found`. */
export function getLock(db: CaseDb, lock: number): KeptLock {
  const [found] = listLocks(db, lock);
  if (found === undefined) throw new CaseFailure('not-found', { subject: `lock ${lock}` });
  return found;
}

/** Keeps how a key did on a lock. */
export function noteTry(db: CaseDb, lock: number, { key, ...said }: LockTry): void {
  db.transaction(() => {
    db.run(sql`UPDATE lock SET tried = ${JSON.stringify(said)} WHERE id = ${lock}`);
    if (key !== null)
      db.run(sql`INSERT INTO key_use (id, key, lock, at_ms, ended)
      VALUES (${nextId(db, 'key_use')}, ${key}, ${lock}, ${said.atMs}, ${said.ended})`);
  }, 'immediate');
}

/**
 * Ends an opening: the files that came out are in the case from here on, and nobody looked into them yet. `needsKey`: some are
 * read with the key alone.
 */
export function finishOpening(
  db: CaseDb,
  lock: number,
  opened: {
    readonly atMs: number;
    readonly key: number | null;
    readonly settings: Readonly<Record<string, string>>;
    readonly needsKey: boolean;
  },
): void {
  db.transaction(() => {
    db.run(sql`UPDATE lock SET opened_ms = ${opened.atMs}, opened_key = ${opened.key},
      settings = ${JSON.stringify(opened.settings)}, needs_key = ${opened.needsKey ? 1 : 0} WHERE id = ${lock}`);
    db.run(sql`UPDATE exhibit SET locks_ms = NULL WHERE id = (SELECT exhibit FROM lock WHERE id = ${lock})`);
  }, 'immediate');
}

/** How many files came out of each lock with each key; null where none was needed. */
export function filesByKey(
  db: CaseDb,
): readonly { readonly lock: number; readonly key: number | null; readonly files: number }[] {
  return db.all(sql`SELECT lock, opened_key AS key, count(*) AS files FROM file WHERE lock IS NOT NULL
    GROUP BY lock, opened_key ORDER BY lock, opened_key`);
}

/** Files of the work folder that hold what came out of a lock, by their names; the size is null where only parts of one are files of the case. */
export function workFilesOf(
  db: CaseDb,
  lock: number,
): readonly { readonly sha256: Sha256; readonly sizeBytes: number | null }[] {
  return db.all<{ sha256: Sha256; sizeBytes: number | null }>(sql`SELECT substr(place, 3, 64) AS sha256,
      max(CASE WHEN length(place) = 66 THEN size_bytes END) AS sizeBytes
    FROM file WHERE lock = ${lock} AND place LIKE 'o:%' GROUP BY substr(place, 3, 64)`);
}

/** Takes away what came out of openings that did not end; gives those locks, and the hashes of what the work folder holds for no file any more. */
export function dropUnfinishedOpenings(db: CaseDb): {
  readonly locks: readonly number[];
  readonly hashes: readonly Sha256[];
} {
  const halves = db.all<{ id: number }>(sql`SELECT id FROM lock
    WHERE opened_ms IS NULL AND EXISTS (SELECT 1 FROM file WHERE file.lock = lock.id)`);
  const locks = halves.map(({ id }) => id);
  return { locks, hashes: locks.flatMap((lock) => dropOpened(db, lock, 0)) };
}

/** Takes away files that a lock gave, from a number on, and gives the hashes of what the work folder holds for none of them any more. */
export function dropOpened(db: CaseDb, lock: number, from: number): readonly Sha256[] {
  return db.transaction(() => {
    // Of a file that lies in a larger one of the work folder, that one's too.
    const hashes = db.all<{ sha256: Sha256 }>(sql`
      SELECT sha256 FROM file WHERE lock = ${lock} AND id >= ${from}
      UNION SELECT substr(place, 3, 64) FROM file WHERE lock = ${lock} AND id >= ${from} AND place LIKE 'o:%|%'`);
    markIds(db);
    db.run(sql`DELETE FROM file WHERE lock = ${lock} AND id >= ${from}`);
    db.run(sql`UPDATE file SET named_by = NULL WHERE named_by = ${lock}
      AND NOT EXISTS (SELECT 1 FROM file AS other WHERE other.lock = ${lock})`);
    return hashes.map(({ sha256 }) => sha256).filter((sha256) => !isInWork(db, sha256));
  }, 'immediate');
}

/** Says of files of an exhibit that a lock lists their bytes under other paths. */
export function nameFiles(db: CaseDb, exhibit: number, lock: number, paths: readonly string[]): void {
  db.transaction(() => {
    const name = db.prepare('UPDATE file SET named_by = ? WHERE exhibit = ? AND path = ?');
    for (const path of paths) name.run(lock, exhibit, path);
  }, 'immediate');
}

/** How many locks lie around a file that this lock gave, itself counted. */
export function depthOf(db: CaseDb, lock: number): number {
  const depth = db.value<number>(sql`WITH RECURSIVE layer (id, depth) AS (
      SELECT ${lock}, 1 UNION ALL SELECT lock.within, depth + 1 FROM layer JOIN lock ON lock.id = layer.id
      WHERE lock.within IS NOT NULL AND depth < 100)
    SELECT max(depth) FROM layer`);
  return depth ?? 1;
}

/** Whether a file of the case has this hash, or lies in the work file of this hash; `besides`: one that this lock did not give. */
export function isInWork(db: CaseDb, sha256: Sha256, besides: number | null = null): boolean {
  const other = sql`lock IS NOT ${besides ?? -1}`;
  return (
    db.value<number>(sql`SELECT 1 FROM file WHERE sha256 = ${sha256} AND ${other} LIMIT 1`) !== null ||
    db.value<number>(sql`SELECT 1 FROM file WHERE place LIKE ${`o:${sha256}|%`} AND ${other} LIMIT 1`) !== null
  );
}
