import { expect, test } from 'vitest';
import { countOtherIssues, readItemViews, streamIssuesOf, type CaseFile } from '../../case/index.ts';
import { NOON_MS, storyteller, tempCase } from '../../case/fixture-case.ts';
import type { Filter } from '../../contract/index.ts';
import { sql } from '../../sqlite/index.ts';
import { caseLines } from './case-lines.ts';

const CONVERSATIONS = 7;
const MESSAGES = 60;

/** Conversations of different lengths, told in turn, and an issue for each third message and for the source. */
function tell(file: CaseFile, source: number): void {
  const { writer, conversation, message, from, done } = storyteller(file, source);
  for (let c = 0; c < CONVERSATIONS; c += 1) conversation(`c${c}`);
  const issue = { kind: 'issue', code: 'unknown-code', where: 'message.type', detail: 'No meaning is known.' } as const;
  for (let n = 0; n < MESSAGES; n += 1) {
    const place = from('message');
    message(`m${n}`, `c${(n * n) % CONVERSATIONS}`, `message ${n}`, { from: place });
    const severity = n % 2 === 0 ? 'warning' : 'note';
    if (n % 3 === 0) writer.writeIssue({ ...issue, severity, from: place, stored: String(n) });
  }
  writer.writeIssue({ ...issue, severity: 'error', from: null, stored: null });
  done();
}

const filters: readonly Filter[] = [
  {},
  { fromMs: NOON_MS + 40_000, toMs: NOON_MS + 90_000 },
  { text: 'message' },
  { directions: ['outgoing'] },
];

test('items read ahead are those read in turn, in the same order', () => {
  const { file, source, remove } = tempCase();
  try {
    tell(file, source);
    const ids = file.db.all<{ id: number }>(sql`SELECT id FROM conversation ORDER BY id DESC`).map(({ id }) => id);
    for (const filter of filters) {
      let questions = 0;
      const read = function* (items: readonly number[]) {
        questions += 1;
        for (const item of readItemViews(file.db, items)) yield { item, citations: [] };
      };
      const told = (items: number) => {
        questions = 0;
        const lines = caseLines(file, filter, items, read);
        lines.expect(ids);
        return [...ids, null].map((id) => [...lines.itemsOf(id)].map(({ item }) => [item.conversation, item.body]));
      };
      const inTurn = told(Infinity);
      expect(told(0)).toEqual(inTurn);
      expect(questions).toBeLessThanOrEqual(1);
      if (!('directions' in filter)) expect(inTurn.flat().length).toBeGreaterThan(10);
    }
  } finally {
    remove();
  }
});

test('each issue is listed with its lines or counted among the others', () => {
  const { file, source, remove } = tempCase();
  try {
    tell(file, source);
    const all = [...streamIssuesOf(file.db, {}, 2)];
    expect(all.map(({ severity }) => severity)).toEqual(['error', ...Array<string>(10).fill('warning'), ...Array<string>(10).fill('note')]); // prettier-ignore
    expect(countOtherIssues(file.db, {})).toEqual([]);
    for (const filter of filters.slice(1)) {
      const listed = [...streamIssuesOf(file.db, filter, 2)];
      const others = countOtherIssues(file.db, filter);
      expect(listed[0]).toMatchObject({ item: null, severity: 'error' });
      expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length);
      expect(listed.length + others.reduce((sum, { issues }) => sum + issues, 0)).toBe(all.length);
    }
    const shown = { fromMs: NOON_MS + 40_000, toMs: NOON_MS + 90_000 };
    const times = file.db.all<{ id: number }>(sql`SELECT id FROM item WHERE time_ms >= ${shown.fromMs} AND time_ms < ${shown.toMs}`); // prettier-ignore
    const items = new Set(times.map(({ id }) => id));
    const wanted = all.filter(({ item }) => item === null || items.has(item)).map(({ id }) => id);
    expect(wanted.length).toBeGreaterThan(3);
    expect(wanted.length).toBeLessThan(all.length);
    expect([...streamIssuesOf(file.db, shown, 2)].map(({ id }) => id)).toEqual(wanted);
  } finally {
    remove();
  }
});
