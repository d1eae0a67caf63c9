import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '../../sqlite/index.ts';
import { tempCase } from '../fixture-case.ts';
import { groupIssues, pageIssues } from '../index.ts';

let made: ReturnType<typeof tempCase>;
beforeAll(() => {
  made = tempCase();
  const add = (severity: string, code: string, source: number | null, place: string, stored: string | null): void => {
    made.file.db.run(sql`INSERT INTO issue (source, exhibit, severity, code, place, stored, detail, at)
      VALUES (${source}, 1, ${severity}, ${code}, ${place}, ${stored}, '', '[]')`);
  };
  add('note', 'unknown-code', 1, 'message.type', '99');
  add('warning', 'unknown-code', 1, 'message.type', '7');
  add('warning', 'unknown-code', 1, 'message.type', '99');
  add('warning', 'unknown-code', 2, 'message.type', '99');
  add('warning', 'unknown-code', 1, 'message.type', '99');
  add('warning', 'unknown-code', 1, 'message.type', null);
  add('error', 'row-unreadable', null, 'chat', null);
});
afterAll(() => {
  made.remove();
});

it('counts by severity and code, the gravest first', () => {
  expect(groupIssues(made.file.db, {}, 'code', 10)).toEqual({
    total: 3,
    groups: [
      { severity: 'error', code: 'row-unreadable', source: null, where: null, stored: null, count: 1, first: 7 },
      { severity: 'warning', code: 'unknown-code', source: null, where: null, stored: null, count: 5, first: 2 },
      { severity: 'note', code: 'unknown-code', source: null, where: null, stored: null, count: 1, first: 1 },
    ],
  });
});

it('counts values as a work list, cut at the limit with the number of all', () => {
  const { groups, total } = groupIssues(made.file.db, { codes: ['unknown-code'] }, 'value', 2);
  expect(total).toBe(5);
  expect(groups.map(({ source, where, stored, count }) => [source, where, stored, count])).toEqual([
    [1, 'message.type', '99', 2],
    [1, 'message.type', '7', 1],
  ]);
});

it('finds again each issue of each group', () => {
  for (const by of ['code', 'value'] as const) {
    for (const group of groupIssues(made.file.db, {}, by, 10).groups) {
      const { severity, code, source, where, stored } = group;
      const page = pageIssues(
        made.file.db,
        {
          severities: [severity],
          codes: [code],
          ...(source === null ? {} : { sources: [source] }),
          ...(where === null ? {} : { where, stored }),
        },
        undefined,
        10,
      );
      expect(page.total).toBe(group.count);
      expect(page.rows[0]?.id).toBe(group.first);
    }
  }
});
