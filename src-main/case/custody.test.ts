import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sql } from '../sqlite/index.ts';
import { tempCase } from './fixture-case.ts';
import { appendCustody, pageCustody, verifyCustody } from './index.ts';

let made: ReturnType<typeof tempCase>;
beforeEach(() => {
  made = tempCase();
  for (const path of ['/a', '/b', '/c'])
    appendCustody(made.file.db, 5, {
      actor: 'R. Okafor',
      action: 'exhibit.add',
      parameters: { path },
      result: { files: 2, ünï: null },
    });
});
afterEach(() => {
  made.remove();
});

/** What somebody with the right to change the file, and not the triggers' leave, could do. */
function tamper(change: ReturnType<typeof sql>): void {
  made.file.db.exec('DROP TRIGGER custody_no_update; DROP TRIGGER custody_no_delete;');
  made.file.db.run(change);
}

it('walks an untouched log', () => {
  expect(verifyCustody(made.file.db)).toMatchObject({ entries: 4, fault: null });
});

it('can be recomputed from its description alone', () => {
  const [first, second] = pageCustody(made.file.db, {}, undefined, 10).rows;
  const text = `{"action":"exhibit.add","actor":"R. Okafor","atMs":5,"parameters":{"path":"/a"},"previous":"${first?.hash ?? ''}","result":{"files":2,"ünï":null},"seq":2}`;
  expect(second?.hash).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
});

it('is filtered by action, actor and time, in its own order', () => {
  const all = pageCustody(made.file.db, {}, undefined, 10).rows;
  const [, second] = all;
  const seqs = (filter: Parameters<typeof pageCustody>[1]): readonly number[] => {
    const page = pageCustody(made.file.db, filter, undefined, 10);
    expect(page.total).toBe(page.rows.length);
    return page.rows.map(({ seq }) => seq);
  };
  const { action = '', actor = '', atMs = 0 } = second ?? {};
  expect(seqs({ actions: [action] })).toEqual(all.filter((entry) => entry.action === action).map(({ seq }) => seq));
  expect(seqs({ actors: [actor] })).toEqual(all.filter((entry) => entry.actor === actor).map(({ seq }) => seq));
  expect(seqs({ fromMs: atMs, toMs: atMs + 1 })).toEqual(
    all.filter((entry) => entry.atMs === atMs).map(({ seq }) => seq),
  );
  expect(seqs({ actors: ['nobody'] })).toEqual([]);
});

it('refuses to change or delete an entry', () => {
  expect(() => made.file.db.run(sql`UPDATE custody SET actor = 'x'`)).toThrow('append-only');
  expect(() => made.file.db.run(sql`DELETE FROM custody`)).toThrow('append-only');
});

it.each([
  ['a changed entry', sql`UPDATE custody SET actor = 'somebody else' WHERE seq = 3`, 3, 'changed'],
  ['a missing entry', sql`DELETE FROM custody WHERE seq = 2`, 2, 'missing'],
  ['a log cut off at its end', sql`DELETE FROM custody WHERE seq = 4`, 4, 'missing'],
  ['an emptied log', sql`DELETE FROM custody`, 1, 'missing'],
  ['an unreadable entry', sql`UPDATE custody SET result = '{' WHERE seq = 2`, 2, 'unreadable'],
  ['a changed head', sql`UPDATE case_info SET custody_head = 'x'`, 4, 'changed'],
])('names %s', (_name, change, seq, kind) => {
  tamper(change);
  expect(verifyCustody(made.file.db).fault).toMatchObject({ seq, kind });
});
