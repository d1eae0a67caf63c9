import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parsers } from '../../src-main/sources/registry.ts';
import { openExhibit, readAll } from './read-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'affiant-broken-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a store that cannot be read is named, not passed over', () => {
  it.each([
    ['whatsapp-android', 'msgstore.db', Buffer.alloc(5000, 7)],
    ['whatsapp-android', 'msgstore.db', Buffer.from('cut short')],
    ['whatsapp-ios', 'ChatStorage.sqlite', Buffer.alloc(5000, 7)],
    ['wechat-android', 'EnMicroMsg.db', Buffer.alloc(5120, 7)],
    ['whatsapp-ios', 'ChatStorage.sqlite', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(700, 1)])],
  ])('%s: %s', async (id, name, bytes) => {
    const exhibit = mkdtempSync(join(folder, 'exhibit-'));
    writeFileSync(join(exhibit, name), bytes);
    const parser = parsers.find((p) => p.id === id);
    if (parser === undefined) throw new Error(`no parser ${id}`);
    await using open = await openExhibit(parser, exhibit);
    expect(open.detections.map(({ variant }) => variant)).toEqual(['unreadable']);
    expect(parser.variants.find(({ name: variant }) => variant === 'unreadable')?.proof).toBe('unknown');
    // Detection and reading together say it once.
    const said = (await readAll(parser, exhibit)).map((one) => one.kind === 'issue' && [one.severity, one.code]);
    expect(said).toEqual([['error', 'database-damaged']]);
  });
});
