import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { treeOf } from '../../src-main/evidence/index.ts';
import { parsers } from '../../src-main/sources/registry.ts';

const folder = mkdtempSync(join(tmpdir(), 'affiant-broken-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a store that cannot be read is named, not passed over', () => {
  it.each([
    ['whatsapp-android', 'msgstore.db', Buffer.alloc(5000, 7)],
    ['whatsapp-android', 'msgstore.db', Buffer.from('cut short')],
    ['whatsapp-ios', 'ChatStorage.sqlite', Buffer.alloc(5000, 7)],
    ['whatsapp-ios', 'ChatStorage.sqlite', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(700, 1)])],
  ])('%s: %s', async (id, name, bytes) => {
    const exhibit = mkdtempSync(join(folder, 'exhibit-'));
    writeFileSync(join(exhibit, name), bytes);
    const workDir = join(folder, 'work');
    mkdirSync(workDir, { recursive: true });
    const tree = await treeOf(exhibit, workDir);
    try {
      const parser = parsers.find((p) => p.id === id);
      const found = (await parser?.detect(tree)) ?? [];
      expect(found).toHaveLength(1);
      expect(found[0]?.issues.map((issue) => [issue.severity, issue.code])).toEqual([['error', 'database-damaged']]);
    } finally {
      tree.close();
    }
  });
});
