import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCaseDb } from '../../sqlite/index.ts';
import { storyteller, tempCase } from '../fixture-case.ts';
import { openCase, pageItems } from '../index.ts';

let made: ReturnType<typeof tempCase>;
beforeEach(() => {
  made = tempCase();
  const tell = storyteller(made.file, made.source);
  tell.conversation('crew');
  tell.message('m', 'crew', 'the pier at noon');
  tell.done();
});
afterEach(() => {
  made.remove();
});

function found(text: string): number {
  const file = openCase(made.file.path, Date.now);
  const { total } = pageItems(file.db, { text }, undefined, 10);
  file.close();
  return total;
}

describe('the full-text index', () => {
  it('is made again when its file is gone', () => {
    made.file.close();
    for (const end of ['', '-wal', '-shm']) rmSync(join(made.file.path, `search.db${end}`), { force: true });
    expect(found('pier')).toBe(1);
  });

  it('is made again when it is of another revision, or was not made to its end', () => {
    made.file.close();
    for (const revision of [0, 9990]) {
      const db = openCaseDb(join(made.file.path, 'search.db'), 'write');
      db.exec("INSERT INTO doc (rowid, body, other) VALUES (77, 'stale', '')");
      db.pragma(`user_version = ${revision}`);
      db.close();
      expect(found('stale')).toBe(0);
      expect(found('pier')).toBe(1);
    }
  });

  it('loses documents beyond the last item before a source is read', () => {
    const { file, source } = made;
    file.db.exec("INSERT INTO search.doc (rowid, body, other) VALUES (2, 'loose', '')");
    const tell = storyteller(file, source);
    tell.conversation('crew');
    tell.message('m', 'crew', 'the pier at noon');
    tell.message('n', 'crew', 'again');
    tell.done();
    expect(pageItems(file.db, { text: 'loose' }, undefined, 10).total).toBe(0);
    expect(pageItems(file.db, { text: 'again' }, undefined, 10).total).toBe(1);
  });

  it('is written while other connections hold the case', () => {
    const helper = openCase(made.file.path, Date.now, 'helper');
    made.file.db.beginWrite();
    helper.db.transaction(() => {
      helper.db.exec("INSERT INTO search.doc (rowid, body, other) VALUES (5, 'beside', '')");
    }, 'deferred');
    made.file.db.exec('ROLLBACK');
    helper.close();
  });
});
