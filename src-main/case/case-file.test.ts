import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCaseDb, sql } from '../sqlite/index.ts';
import { tempCase } from './fixture-case.ts';
import { CaseFailure, openCase, readCaseInfo, setCaseZone } from './index.ts';
import { checkVersion, migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';

let made: ReturnType<typeof tempCase>;
beforeEach(() => {
  made = tempCase();
});
afterEach(() => {
  made.remove();
});

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof CaseFailure) return error.failure;
    throw error;
  }
  return null;
}

describe('a case folder', () => {
  it('is held by one owner at a time', () => {
    const { path } = made.file;
    expect(failureOf(() => openCase(path, Date.now))).toEqual({ code: 'case-locked', detail: { subject: path } });
    made.file.close();
    const again = openCase(path, Date.now);
    expect(readCaseInfo(again).number).toBe('24-117');
    again.close();
  });

  it('refuses a case of a newer version and says which', () => {
    const { path } = made.file;
    made.file.db.pragma('user_version = 9990');
    made.file.close();
    const failure = failureOf(() => openCase(path, Date.now));
    expect(failure).toEqual({
      code: 'case-newer',
      detail: { subject: path, found: 9990, known: migrations.at(-1)?.version },
    });
    const db = openCaseDb(join(path, 'case.db'), 'write');
    db.pragma(`user_version = ${migrations.at(-1)?.version ?? 0}`);
    db.close();
    openCase(path, Date.now).close();
  });

  it('is read by others while the owner writes', () => {
    const reader = openCase(made.file.path, Date.now, 'reader');
    made.file.db.exec('BEGIN IMMEDIATE');
    made.file.db.run(sql`UPDATE case_info SET note = 'open'`);
    expect(readCaseInfo(reader).note).toBeNull();
    made.file.db.exec('COMMIT');
    expect(readCaseInfo(reader).note).toBe('open');
    reader.close();
  });

  it('knows the zones of the runtime and no others', () => {
    expect(setCaseZone(made.file, 'Asia/Kolkata').zone).toBe('Asia/Kolkata');
    expect(failureOf(() => setCaseZone(made.file, 'Mars/Olympus'))).toMatchObject({ code: 'bad-parameters' });
  });
});

describe('migration 10', () => {
  it('makes the schema from nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'affiant-migrate-'));
    const db = openCaseDb(join(folder, 'case.db'), 'create');
    migrate(
      db,
      migrations.filter(({ version }) => version <= 10),
      folder,
    );
    expect(checkVersion(db, migrations, folder)).toBe(10);
    const tables = db
      .all<{ name: string }>(sql`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      .map(({ name }) => name);
    expect(tables).toEqual(
      expect.arrayContaining(['case_info', 'custody', 'exhibit', 'file', 'source', 'item', 'locator']),
    );
    db.close();
    rmSync(folder, { recursive: true });
  });
});
