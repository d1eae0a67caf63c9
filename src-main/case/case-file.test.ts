import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sql, openCaseDb, sql } from '../sqlite/index.ts';
import type { Issue } from '../model/index.ts';
import { addTestSource, tempCase } from './fixture-case.ts';
import { CaseFailure, addAnnotation, addExhibit, addIssue, addSource, exhibitFiles, listAnnotations, listExhibits, listLocks, listSources, openCase, readCaseInfo, removeAnnotation, setCaseZone, unsearchedExhibits } from './index.ts'; // prettier-ignore
import { markIds, nextId } from './ids.ts';
import { checkVersion, migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { ensureItemIndexes } from './writer/item-indexes.ts';

let made: ReturnType<typeof tempCase>;
beforeEach(() => {
  made = tempCase();
});
afterEach(() => {
  made.remove();
});

function issue(code: Issue['code']): Issue {
  return { kind: 'issue', severity: 'note', code, from: null, where: 'tablet', stored: null, detail: '' };
}

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

  it('holds nothing of an exhibit whose intake was cut off', () => {
    const { file } = made;
    const cutOff = addExhibit(file.db, { reference: 'A-2', kind: 'folder', path: '/exhibits/a2' }, 0);
    const found = addTestSource(file, cutOff, 'tablet');
    addIssue(file.db, { exhibit: cutOff, source: found, isFound: true }, issue('owner-unknown'));
    file.close();
    const again = openCase(file.path, Date.now);
    expect(again.dropped).toMatchObject({ exhibits: ['A-2'] });
    expect(listExhibits(again.db).map(({ reference }) => reference)).toEqual(['A-1']);
    expect(listSources(again.db).map(({ label }) => label)).toEqual(['phone']);
    for (const table of ['source_file', 'issue'])
      expect(again.db.value(new Sql(`SELECT count(*) FROM ${table} WHERE source = ${found}`))).toBe(0);
    again.close();
  });

  it('gives the numbers of what was taken away to nothing else', () => {
    const { file } = made;
    const cutOff = addExhibit(file.db, { reference: 'A-2', kind: 'folder', path: '/exhibits/a2' }, 0);
    const found = addTestSource(file, cutOff, 'tablet');
    file.close();
    const again = openCase(file.path, Date.now);
    const next = addExhibit(again.db, { reference: 'A-2', kind: 'folder', path: '/exhibits/a2' }, 0);
    expect(next).toBe(cutOff + 1);
    expect(addTestSource(again, next, 'tablet')).toBe(found + 1);
    again.close();
  });

  it('loses what a process left in its work folder that no longer runs, and nothing else', () => {
    const { file } = made;
    const sha256 = 'cd'.repeat(32);
    const { pid } = spawnSync(process.execPath, ['--version']);
    const gone = [`${sha256}.partial-${pid}-12.5`, `${sha256}.passing-${pid}-0123abcd`, 'scratch-aB3x9Z', `scratch.passing-${pid}-0123abcd`, `unpacking-${pid}-1.25`]; // prettier-ignore
    const kept = [sha256, `${sha256}.tar`, `${sha256}.unpacked`, `scratch.passing-${process.ppid}-0123abcd`, 'scratch', 'notes.partial'].sort(); // prettier-ignore
    for (const name of [...gone, ...kept])
      if (name.startsWith('scratch')) mkdirSync(join(file.workDir, name, 'view'), { recursive: true });
      else writeFileSync(join(file.workDir, name), '');
    openCase(file.path, Date.now, 'helper').close();
    expect(readdirSync(file.workDir)).toHaveLength(gone.length + kept.length);
    file.close();
    const again = openCase(file.path, Date.now);
    expect(again.dropped.files).toEqual([...gone].sort());
    expect(readdirSync(file.workDir).sort()).toEqual(kept);
    again.close();
  });

  it('says that it cannot be written to', () => {
    const { path } = made.file;
    made.file.close();
    rmSync(join(path, 'case.lock'));
    mkdirSync(join(path, 'case.lock'));
    expect(failureOf(() => openCase(path, Date.now))).toMatchObject({
      code: 'case-read-only',
      detail: { subject: path },
    });
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

describe('migration 20', () => {
  it('moves plain first locators and stored columns into the rows and leaves the others', () => {
    const folder = mkdtempSync(join(tmpdir(), 'affiant-migrate-'));
    const db = openCaseDb(join(folder, 'case.db'), 'create');
    const upTo = (version: number) => migrations.filter((step) => step.version <= version);
    migrate(db, upTo(10), folder);
    db.exec(`
      INSERT INTO place_name VALUES (1, 'ab', 'message'), (2, 'ab', 'main'), (3, 'cd', '');
      INSERT INTO stored_shape VALUES (1, '["a","b"]');
      INSERT INTO item (id, source, facet, key, flags, withheld) VALUES (1, 1, 1, 'm1', 0, 0), (2, 1, 1, 'm2', 0, 0), (3, 1, 1, 'm3', 0, 0);
      INSERT INTO mention (id, source, account, state, log) VALUES (1, 1, 1, 0, 0), (2, 1, 1, 0, 0);
      INSERT INTO locator VALUES
        (0, 1, 0, 0, 1, 9007199254740993, NULL, 2, 7, 4152, 90, NULL), (0, 1, 1, 0, 1, 12, NULL, 2, 8, 1, 2, NULL),
        (0, 2, 0, 0, 1, 13, NULL, 2, 9, 3, 4, '[2,10,5,6]'), (0, 3, 0, 1, 3, NULL, NULL, NULL, NULL, 100, 20, NULL),
        (10, 1, 0, 2, 3, NULL, '/a/b', NULL, NULL, NULL, NULL, NULL), (10, 2, 0, 0, 1, NULL, 'k', NULL, NULL, NULL, NULL, NULL);
      INSERT INTO stored VALUES (0, 2, 1, '[1,"x"]');`);
    const row = new Sql(
      'kind, record, n, form, place, CAST(row AS TEXT) AS row, key, range_place, page, offset, length, more',
    );
    const before = db.all(sql`SELECT ${row} FROM locator ORDER BY kind, record, n`);
    migrate(db, upTo(20), folder);
    expect(db.all(sql`SELECT ${row} FROM record_place ORDER BY kind, record, n`)).toEqual(before);
    expect(before).toHaveLength(6);
    expect(db.value(sql`SELECT count(*) FROM locator`)).toBe(4);
    expect(db.all(sql`SELECT id, stored_shape AS shape, stored FROM item ORDER BY id`)).toEqual([
      { id: 1, shape: null, stored: null },
      { id: 2, shape: 1, stored: '[1,"x"]' },
      { id: 3, shape: null, stored: null },
    ]);
    db.close();
    rmSync(folder, { recursive: true });
  });

  it('keeps sources as they are and lets one folder hold several alike', () => {
    const folder = mkdtempSync(join(tmpdir(), 'affiant-migrate-'));
    const db = openCaseDb(join(folder, 'case.db'), 'create');
    const upTo = (version: number) => migrations.filter((step) => step.version <= version);
    migrate(db, upTo(10), folder);
    const insert = `INSERT INTO source (id, exhibit, parser, revision, label, variant, proof, root, state, questions, answers, owner, counts)
      VALUES (ID, 1, 'test-app', 3, 'chats', 'first', 'inferred', 'exports', 'ingested', '[{"id":"zone"}]', '{"zone":"UTC"}', 7, '{"messages":2}')`;
    db.exec(insert.replace('ID', '4'));
    expect(() => {
      db.exec(insert.replace('ID', '5'));
    }).toThrow(/UNIQUE/u);
    const before = db.get<Readonly<Record<string, unknown>>>(sql`SELECT * FROM source`);
    migrate(db, upTo(20), folder);
    expect(db.all(sql`SELECT * FROM source`)).toEqual([{ ...before, after_item: null }]);
    migrate(db, migrations, folder);
    const source = { exhibit: 1, parser: 'test-app', revision: 3, label: 'chats', variant: 'first', proof: 'inferred', root: 'exports', locked: null, questions: [] } as const; // prettier-ignore
    const file = (path: string) => ({ chat: { path, sha256: 'ab'.repeat(32), sizeBytes: 1, modifiedMs: null } });
    const ids = ['a.txt', 'b.txt', 'a.txt'].map((path) => addSource(db, { ...source, files: file(path) }));
    expect(new Set(ids).size).toBe(2);
    expect(ids[2]).toBe(ids[0]);
    db.close();
    rmSync(folder, { recursive: true });
  });

  it('is asked for before others read the case', () => {
    const { file } = made;
    file.db.pragma('user_version = 10');
    expect(failureOf(() => openCase(file.path, Date.now, 'reader'))).toMatchObject({ code: 'case-older' });
    file.db.pragma(`user_version = ${migrations.at(-1)?.version ?? 0}`);
  });
});

describe('migration 60', () => {
  it('adds marks that only grow to a case that was read before', () => {
    const folder = mkdtempSync(join(tmpdir(), 'affiant-migration-'));
    const db = openCaseDb(join(folder, 'case.db'), 'create');
    const upTo = (version: number) => migrations.filter((step) => step.version <= version);
    migrate(db, upTo(50), folder);
    db.exec("INSERT INTO item (id, source, facet, key, flags, withheld) VALUES (1, 1, 1, 'm1', 0, 0)");
    migrate(db, upTo(60), folder);
    expect(db.value(sql`SELECT key FROM item`)).toBe('m1');
    const mark = 'INSERT INTO mark (record, kind, tag, added) VALUES (1, 0, 1, 5)';
    db.exec(mark);
    expect(() => {
      db.exec(mark);
    }).toThrow(/UNIQUE/u);
    for (const change of ['DELETE FROM mark', 'UPDATE mark SET tag = 2', 'UPDATE mark SET added = 4'])
      expect(() => {
        db.exec(change);
      }).toThrow(/append-only/u);
    db.exec('UPDATE mark SET removed = 6');
    expect(() => {
      db.exec('UPDATE mark SET removed = 7');
    }).toThrow(/append-only/u);
    db.exec(mark);
    db.close();
    rmSync(folder, { recursive: true });
  });
});

describe('migration 30', () => {
  it('gives issues an index in the order of their list', () => {
    const plan = made.file.db.all<{ detail: string }>(
      sql`EXPLAIN QUERY PLAN SELECT id FROM issue
        ORDER BY CASE issue.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, issue.id LIMIT 10`,
    );
    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('issue_order')]);
  });
});

describe('migration 40', () => {
  it('gives accounts an index on their identifier in a source', () => {
    const plan = made.file.db.all<{ detail: string }>(
      sql`EXPLAIN QUERY PLAN SELECT id FROM account WHERE source = 1 AND identifier = 'x'`,
    );
    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('account_identifier')]);
  });
});

describe('migration 50', () => {
  it('keeps what was said of sources that are not read yet', () => {
    const folder = mkdtempSync(join(tmpdir(), 'affiant-migrate-'));
    const db = openCaseDb(join(folder, 'case.db'), 'create');
    const upTo = (version: number) => migrations.filter((step) => step.version <= version);
    migrate(db, upTo(40), folder);
    db.exec(`
      INSERT INTO source (id, exhibit, parser, revision, label, variant, proof, root, state, questions) VALUES
        (1, 1, 'a', 1, '', 'v', 'inferred', '', 'found', '[]'), (2, 1, 'b', 1, '', 'v', 'inferred', '', 'ingested', '[]');
      INSERT INTO issue (id, source, severity, code, place, detail, at) VALUES
        (1, 1, 'note', 'c', '', '', '[]'), (2, 2, 'note', 'c', '', '', '[]'), (3, NULL, 'note', 'c', '', '', '[]');`);
    migrate(db, upTo(50), folder);
    expect(db.all(sql`SELECT id, found FROM issue ORDER BY id`)).toEqual([
      { id: 1, found: 1 },
      { id: 2, found: 0 },
      { id: 3, found: 0 },
    ]);
    db.close();
    rmSync(folder, { recursive: true });
  });
});

describe('migration 85', () => {
  it('keeps annotations in the order of their start and loses nothing before them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'affiant-migrate-'));
    const db = openCaseDb(join(folder, 'case.db'), 'create');
    migrate(db, migrations.filter(({ version }) => version < 85), folder); // prettier-ignore
    db.exec("INSERT INTO place_name VALUES (1, 'ab', 'message')");
    migrate(db, migrations.filter(({ version }) => version <= 85), folder); // prettier-ignore
    expect(checkVersion(db, migrations, folder)).toBe(85);
    expect(db.value(sql`SELECT count(*) FROM place_name`)).toBe(1);
    const by = { actor: 'R. Okafor', atMs: 7 };
    addAnnotation(db, { name: 'Meeting', fromMs: 20, toMs: 30 }, by);
    const first = addAnnotation(db, { name: 'Arrest', note: 'from the file', fromMs: 10, toMs: null }, by);
    expect(listAnnotations(db).map(({ name, toMs }) => [name, toMs])).toEqual([
      ['Arrest', null],
      ['Meeting', 30],
    ]);
    expect(first).toMatchObject({ note: 'from the file', actor: 'R. Okafor', createdMs: 7 });
    expect(failureOf(() => addAnnotation(db, { name: 'x', fromMs: 5, toMs: 5 }, by))).toMatchObject({
      code: 'bad-parameters',
    });
    expect(removeAnnotation(db, first.id)).toEqual(first);
    expect(failureOf(() => removeAnnotation(db, first.id))).toMatchObject({ code: 'not-found' });
    expect(addAnnotation(db, { name: 'Later', fromMs: 40, toMs: null }, by).id).not.toBe(first.id);
    db.close();
    rmSync(folder, { recursive: true });
  });
});

describe('migration 70', () => {
  it('keeps what is in the case and says of no source under which answers it was read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'affiant-migrate-'));
    const db = openCaseDb(join(folder, 'case.db'), 'create');
    migrate(db, migrations.filter(({ version }) => version < 70), folder); // prettier-ignore
    db.exec(`INSERT INTO source (id, exhibit, parser, revision, label, variant, proof, root, state, questions, answers)
        VALUES (4, 1, 'a', 1, '', 'v', 'inferred', '', 'ingested', '[{"id":"zone"}]', '{"zone":"UTC"}');
      INSERT INTO item (id, source, facet, key, flags, withheld) VALUES (9, 4, 1, 'm1', 0, 0);`);
    const before = db.get<Readonly<Record<string, unknown>>>(sql`SELECT * FROM source`);
    migrate(db, migrations, folder);
    expect(db.all(sql`SELECT * FROM source`)).toEqual([{ ...before, read_answers: null, app: '{}' }]);
    expect(nextId(db, 'item')).toBe(10);
    markIds(db);
    db.exec('DELETE FROM item');
    expect([nextId(db, 'item'), nextId(db, 'account')]).toEqual([10, 1]);
    db.close();
    rmSync(folder, { recursive: true });
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

describe('migration 80', () => {
  it('lets the index of attachments be made anew with the columns they are listed by', () => {
    const folder = mkdtempSync(join(tmpdir(), 'affiant-migration-'));
    const db = openCaseDb(join(folder, 'case.db'), 'create');
    const upTo = (version: number) => migrations.filter((step) => step.version <= version);
    migrate(db, upTo(60), folder);
    db.exec("CREATE INDEX attachment_item ON attachment (item); INSERT INTO attachment (id, source, item, type, presence, state, log) VALUES (1, 1, 5, 'image', 2, 0, 0)"); // prettier-ignore
    migrate(db, upTo(80), folder);
    ensureItemIndexes(db);
    expect(db.value(sql`SELECT sql FROM sqlite_schema WHERE name = 'attachment_item'`)).toMatch(/presence/u);
    expect(db.value(sql`SELECT type FROM attachment INDEXED BY attachment_item WHERE item = 5`)).toBe('image');
    expect(db.value(sql`SELECT count(*) FROM saved_search`)).toBe(0);
    db.close();
    rmSync(folder, { recursive: true });
  });
});

describe('migration 93', () => {
  it('keeps what filters and searches kept before it name', () => {
    const folder = mkdtempSync(join(tmpdir(), 'affiant-migration-'));
    const db = openCaseDb(join(folder, 'case.db'), 'create');
    const upTo = (version: number) => migrations.filter((step) => step.version <= version);
    migrate(db, upTo(87), folder);
    db.exec(`INSERT INTO conversation (id, source, key, type, identifier, title, title_from, state, log, seen) VALUES (4, 1, 'crew', 'group', 'c@g', '', 'stored', 0, 0, 1);
      INSERT INTO account (id, source, key, service, identifier, identifier_kind, name, state, log, seen) VALUES (5, 1, 'ana', 's', 'a@x', 'user-name', 'Ana', 0, 0, 1);
      INSERT INTO saved_filter (name, filter, saved_ms) VALUES ('f', '{"conversations":[4,9]}', 1), ('g', '{"senders":[5]}', 1);
      INSERT INTO saved_search (name, mode, filter, terms, hits, digest, saved_ms, saved_by, custody, last_hits, last_digest, last_ms, last_custody)
        VALUES ('s', 'words', '{"accounts":[5],"conversations":[4]}', '[]', 0, '', 1, '', 1, 0, '', 1, 1)`);
    migrate(db, upTo(93), folder);
    expect(db.all(sql`SELECT * FROM named_record ORDER BY kind`)).toEqual([
      { kind: 'account', id: 5, source: 1, key: 'ana', identifier: 'a@x' },
      { kind: 'conversation', id: 4, source: 1, key: 'crew', identifier: 'c@g' },
    ]);
    db.close();
    rmSync(folder, { recursive: true });
  });
});

describe('migration 100', () => {
  it('leaves exhibits of before to be searched for locked files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'affiant-migration-'));
    const db = openCaseDb(join(folder, 'case.db'), 'create');
    const upTo = (version: number) => migrations.filter((step) => step.version <= version);
    migrate(db, upTo(94), folder);
    db.exec(`INSERT INTO exhibit (id, reference, kind, path, added_ms, complete) VALUES (3, 'A', 'folder', '/a', 1, 1), (4, 'B', 'folder', '/b', 1, 0);
      INSERT INTO file (exhibit, path, sha256, size_bytes, place) VALUES (3, 'x', 'ff', 1, 'd:')`);
    migrate(db, migrations, folder);
    expect(unsearchedExhibits(db)).toEqual([3]);
    expect(exhibitFiles(db, 3).get('x')).toMatchObject({ lock: null, namedBy: null });
    expect(listLocks(db)).toEqual([]);
    db.close();
    rmSync(folder, { recursive: true });
  });
});

describe('migration 120', () => {
  it('counts what an older case holds by hour of the week, on the clock of its zone', () => {
    const folder = mkdtempSync(join(tmpdir(), 'affiant-migration-'));
    const db = openCaseDb(join(folder, 'case.db'), 'create');
    migrate(db, migrations.filter(({ version }) => version < 120), folder); // prettier-ignore
    db.exec(`INSERT INTO case_info (one, id, number, examiner, authority_kind, authority_reference, authority_issuer, zone, created_ms)
        VALUES (1, 'c0ffee', '24-9', 'R. Okafor', 'warrant', 'W 9', 'District Court', 'Asia/Kathmandu', 1);
      INSERT INTO facet (id, source, class, type, type_stored, direction, state, log_state) VALUES (4, 1, 'message', 'text', '0', 'incoming', 'live', 'both');
      INSERT INTO activity_quarter VALUES (${Date.UTC(2024, 5, 2, 18, 15) / 900_000}, 4, 3), (${Date.UTC(2024, 5, 2, 18) / 900_000}, 4, 2)`);
    migrate(db, migrations, folder);
    // Sunday 23:45 and Monday 00:00, five hours and three quarters before UTC.
    expect(db.all(sql`SELECT * FROM activity_week`)).toEqual([
      { hour: 0, facet: 4, items: 3 },
      { hour: 167, facet: 4, items: 2 },
    ]);
    db.close();
    rmSync(folder, { recursive: true });
  });
});
