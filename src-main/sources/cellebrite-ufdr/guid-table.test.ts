import { expect, test } from 'vitest';
import { seededRandom } from '../../../fixtures/random.ts';
import { GuidTable } from './guid-table.ts';

test('numbers 20,000 ids as a map does: GUIDs in any spelling, and texts that are none', () => {
  const random = seededRandom(4);
  const digits = (count: number) =>
    Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join('');
  const table = new GuidTable();
  const oracle = new Map<string, number>();
  for (let n = 0; n < 20_000; n += 1) {
    const guid = [8, 4, 4, 4, 12].map(digits).join('-');
    const id = n % 4 === 0 ? `at ${n}` : n % 4 === 1 ? guid.slice(0, 35) : guid;
    oracle.set(id, oracle.size);
    expect(table.add(id)).toEqual({ number: oracle.size - 1, isNew: true });
  }
  for (const [id, number] of oracle) {
    expect([id, table.get(id)]).toEqual([id, number]);
    if (id.length !== 36) continue;
    expect(table.get(id.toUpperCase().replaceAll('-', ''))).toBe(number);
    expect(table.add(id).isNew).toBe(false);
  }
  for (const other of ['', `${digits(8)}--${digits(24)}`, digits(31), `${digits(31)}g`, `${digits(32)}0`])
    expect(table.get(other)).toBeNull();
});
