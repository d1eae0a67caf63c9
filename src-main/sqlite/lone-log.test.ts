import Database from 'better-sqlite3';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compareLog, EvidenceUnreadable, inspectSchema, openCells, openEvidence, type WorkingCopy } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'lone-log-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A log that holds every page of a database of 2048-byte pages, and the database after a checkpoint. */
function writeLog(): { readonly log: Buffer; readonly whole: Buffer } {
  const path = join(folder, 'live.db');
  const db = new Database(path);
  db.pragma('page_size = 2048');
  db.pragma('journal_mode = WAL');
  db.pragma('wal_autocheckpoint = 0');
  db.exec(`CREATE TABLE t(a, b);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO t SELECT i, 'words of row ' || i FROM n`);
  const log = readFileSync(`${path}-wal`);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return { log, whole: readFileSync(path) };
}

const { log, whole } = writeLog();

function overwritten(change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(whole);
  change(bytes);
  return bytes;
}

const mains: Readonly<Record<string, Buffer>> = {
  'an empty file': Buffer.alloc(0),
  'a file of one byte': Buffer.alloc(1),
  'a file of two bytes': Buffer.alloc(2),
  'a page of zeros': Buffer.alloc(2048),
  'pages of zeros': Buffer.alloc(8192),
  'a header of noise': overwritten((bytes) => {
    for (let at = 0; at < 100; at += 1) bytes[at] = (at * 37) & 255;
  }),
  'a header with another page size': overwritten((bytes) => bytes.writeUInt16BE(4096, 16)),
  'a file cut inside its header': whole.subarray(0, 50),
  'the first page alone': whole.subarray(0, 2048),
};

/** The file and log as the evidence holds them. */
function place(name: string, main: Buffer, logBytes: Buffer): WorkingCopy {
  const path = join(folder, name.replaceAll(' ', '-'));
  writeFileSync(path, main);
  writeFileSync(`${path}-wal`, logBytes);
  return { file: 'main', path, log: { kind: 'wal', file: 'log', path: `${path}-wal` } };
}

/** What SQLite itself reads from copies of the two; null where it refuses or finds no table. */
function asSqlite(copy: WorkingCopy): readonly unknown[] | null {
  const path = join(folder, 'sqlite.db');
  rmSync(`${path}-shm`, { force: true });
  copyFileSync(copy.path, path);
  copyFileSync(copy.log?.path ?? '', `${path}-wal`);
  const db = new Database(path);
  try {
    return db.prepare('SELECT rowid, a, b FROM t ORDER BY rowid').raw().all();
  } catch (error) {
    if (error instanceof Database.SqliteError) return null;
    throw error;
  } finally {
    db.close();
  }
}

describe.each(Object.entries(mains))('a full log beside %s', (name, main) => {
  it('is read as SQLite reads it, with its bytes, and the exhibit stays as it was', () => {
    const copy = place(name, main, log);
    const evidence = openEvidence(copy, 'with-log', join(folder, 'scratch'));
    const rows = [...evidence.arrays('SELECT rowid, a, b FROM t ORDER BY rowid')];
    const { notes } = evidence;
    evidence.close();
    expect(rows).toHaveLength(300);
    if (main.length > 1) expect(rows).toEqual(asSqlite(copy));
    else expect([notes.length, asSqlite(copy)]).toEqual([1, null]);
    expect(inspectSchema(copy)).toEqual(new Map([['t', ['a', 'b']]]));
    const cells = openCells(copy, 'with-log');
    for (const [rowid, , text] of rows) {
      const [range] = cells.find('t', rowid as number) ?? [];
      const bytes = log.subarray(range?.offset, (range?.offset ?? 0) + (range?.length ?? 0));
      expect([range?.in, bytes.includes(String(text))]).toEqual(['wal', true]);
    }
    cells.close();
    const difference = compareLog(copy).find(({ table }) => table === 't');
    const isSound = name === 'the first page alone' || name === 'a header with another page size';
    if (!isSound) expect(difference?.onlyWith).toHaveLength(300);
    expect(readFileSync(copy.path).equals(main)).toBe(true);
    expect(readFileSync(copy.log?.path ?? '').equals(log)).toBe(true);
  });

  it('without a commit is not used, as SQLite does not use it', () => {
    const copy = place(`${name}, no commit`, main, log.subarray(0, 32));
    let rows: readonly unknown[] | null = null;
    let notes: readonly string[] = [];
    try {
      const evidence = openEvidence(copy, 'with-log', join(folder, 'scratch'));
      rows = evidence.has('t') ? [...evidence.arrays('SELECT rowid, a, b FROM t ORDER BY rowid')] : null;
      notes = evidence.notes;
      evidence.close();
    } catch (error) {
      expect(error).toBeInstanceOf(EvidenceUnreadable);
    }
    if (notes.length > 0)
      expect([notes[0], asSqlite(copy)]).toEqual([expect.stringContaining('opened although'), null]);
    else expect(rows).toEqual(asSqlite(copy));
  });
});
