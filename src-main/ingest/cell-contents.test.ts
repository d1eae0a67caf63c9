import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Attachment } from '../model/index.ts';
import type { WorkingCopy } from '../sqlite/index.ts';
import { CellContents } from './cell-contents.ts';
import type { MediaFile } from './media.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-cells-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** A voice that continues on pages of its own; `isBehind`: a row that was written behind it lies in the log, and with it the page of both. */
function store(isBehind: boolean): { readonly files: readonly MediaFile[]; readonly copy: WorkingCopy } {
  const live = new Database(join(folder, 'live.db'));
  live.pragma('journal_mode = WAL');
  live.exec('CREATE TABLE VoiceInfo (id INTEGER PRIMARY KEY, voice_data BLOB)');
  live.prepare('INSERT INTO VoiceInfo (voice_data) VALUES (?)').run(Buffer.alloc(20_000, 7));
  live.pragma('wal_checkpoint(TRUNCATE)');
  if (isBehind) live.prepare('INSERT INTO VoiceInfo (voice_data) VALUES (?)').run(Buffer.alloc(10, 8));
  const path = join(folder, 'media_0.db');
  for (const end of ['', '-wal'])
    if (existsSync(join(folder, `live.db${end}`))) copyFileSync(join(folder, `live.db${end}`), `${path}${end}`);
  live.close();
  const file = (name: string): MediaFile => ({ id: 1, path: name, sha256: hashOf(join(folder, name)), sizeBytes: 1, modifiedMs: null, sha1: null, md5: null, place: 'd:' }); // prettier-ignore
  const files = [file('media_0.db'), ...(isBehind ? [file('media_0.db-wal')] : [])];
  const [main, log] = files;
  if (main === undefined) throw new Error('no file');
  return { files, copy: { file: main.sha256, path, log: log === undefined ? null : { kind: 'wal', file: log.sha256, path: `${path}-wal` } } }; // prettier-ignore
}

function found(isBehind: boolean, rowid: number, taken: readonly string[] = []): readonly unknown[] {
  const { files, copy } = store(isBehind);
  const added: string[] = [];
  const index = {
    get: (path: string) => (taken.includes(path) ? { ...files[0], path, place: 'd:', sha256: 'other' } : null),
    withHash: (sha256: string) => files.find((one) => one.sha256 === sha256) ?? null,
  };
  const order = { files: index, addFile: ({ path }: { path: string }) => added.push(path) } as unknown as ConstructorParameters<typeof CellContents>[0]; // prettier-ignore
  const cells = new CellContents(order, new Map([[copy.file, copy]]));
  const at = { kind: 'row', file: copy.file, table: 'VoiceInfo', rowid } as const;
  const attachment = { key: 'a', path: null, name: null, from: { at: [at], state: 'live' }, cell: { at: 0, column: 'voice_data' } } as unknown as Attachment; // prettier-ignore
  const { file, issues } = cells.find(attachment);
  cells.close();
  return [file, added, issues.map(({ detail }) => detail)];
}

test('a content in a cell is a file of its own, also where an exhibit has a file of that name', () => {
  expect(found(false, 1)).toEqual([1, ['media_0.db!/VoiceInfo/1/voice_data'], []]);
  rmSync(join(folder, 'live.db'));
  expect(found(false, 1, ['media_0.db!/VoiceInfo/1/voice_data'])[1]).toEqual(['media_0.db!/VoiceInfo/1/voice_data~2']);
});

test('one that lies whole in the log is taken from there, one that lies in both is left with an issue', () => {
  expect(found(true, 2)).toEqual([1, ['media_0.db-wal!/VoiceInfo/2/voice_data'], []]);
  for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `live.db${end}`), { force: true });
  const why = 'the content stands in a cell (VoiceInfo, row 1, voice_data) and is left there, not shown: ';
  expect(found(true, 1)).toEqual([null, [], [`${why}it lies partly in the database and partly in its log`]]);
});

test('one that cannot be found says so', () => {
  expect(found(false, 9)[2]).toEqual([
    expect.stringContaining('its bytes cannot be found in the pages of the database'),
  ]);
});
