import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeTar } from '../../evidence/fixture-tar.ts';
import { writeZip } from '../../evidence/fixture-zip.ts';
import { checkExhibits, type ExhibitsChecked } from './check-exhibits.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'affiant-exhibits-'));
const bag = path.join(folder, 'bag');
const exhibit = path.join(folder, 'exhibit');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const filled = (length: number, seed: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, at) => (at * 31 + seed * 7 + (at >> 8)) & 255));

// Large enough that a packed copy is not unpacked for each question.
const database = filled(20_000, 1);
const log = filled(9000, 2);
const chat = Buffer.from('[01.02.24, 10:00:00] Ada: morning\n');
const FILES = { 'db/msgstore.db': database, 'db/msgstore.db-wal': log, 'chat.txt': chat };

function range(file: keyof typeof FILES, offset: number, length: number): Record<string, unknown> {
  const bytes = FILES[file];
  const inside = file.endsWith('-wal') ? 'wal' : 'main';
  const sha256 = hash(bytes.subarray(offset, offset + length));
  return { file, fileSha256: hash(bytes), in: inside, page: 2, offset, length, sha256 };
}

/** Three lines: one in the database, one in its log, one in a text without ranges. */
function lines(): Record<string, unknown>[] {
  const row = { gives: 'message', exhibit: 'A-1', file: 'db/msgstore.db', sha256: hash(database), table: 'message' };
  return [
    { line: 1, provenance: [{ ...row, rowid: 1, ranges: [range('db/msgstore.db', 4100, 80)] }] },
    { line: 2, provenance: [{ ...row, rowid: 2, ranges: [range('db/msgstore.db-wal', 56, 120)] }] },
    {
      line: 3,
      provenance: [
        { gives: 'message', exhibit: 'A-1', file: 'chat.txt', sha256: hash(chat), offset: 0, length: 33, ranges: [] },
      ],
    },
  ];
}

function writeLines(all: readonly Record<string, unknown>[]): void {
  writeFileSync(path.join(bag, 'data', 'messages.jsonl'), all.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function writeFolder(files: Readonly<Record<string, Buffer>>): void {
  rmSync(exhibit, { recursive: true, force: true });
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(exhibit, name)), { recursive: true });
    writeFileSync(path.join(exhibit, name), bytes);
  }
}

/** The lines of these tests cite places and print no values. */
const bare = (count: number) => ({ value: 'line', reason: 'prints no value that can be compared', count });

const check = (at = exhibit, sample: number | null = null): Promise<ExhibitsChecked> =>
  checkExhibits(bag, [{ reference: 'A-1', path: at }], sample);
const named = ({ differences }: ExhibitsChecked): string[] => differences.map((one) => `${one.kind} ${one.path}`);

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

beforeEach(() => {
  mkdirSync(path.join(bag, 'data'), { recursive: true });
  writeLines(lines());
  writeFolder(FILES);
});

describe('checkExhibits', () => {
  const parts = Object.entries(FILES).map(([name, data]) => ({ name, data, method: 8 as const }));
  const archives = {
    zip: writeZip(parts),
    tar: writeTar(parts),
    'tar.gz': gzipSync(writeTar(parts)),
  };

  it('reads the lines again from a folder, and leaves no copies behind', async () => {
    // A folder of its own: other tests make and remove such copies meanwhile.
    const own = path.join(folder, 'temporary');
    mkdirSync(own);
    vi.stubEnv('TMPDIR', own);
    try {
      const result = await check();
      expect(result).toMatchObject({ lines: 3, ranges: 3, files: 3, notCompared: [bare(3)], differences: [] });
      expect(tmpdir()).toBe(own);
      expect(readdirSync(own)).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it.each(Object.keys(archives) as (keyof typeof archives)[])('reads the lines again from a %s', async (kind) => {
    const place = path.join(folder, `exhibit.${kind}`);
    writeFileSync(place, archives[kind]);
    expect(await check(place)).toMatchObject({ lines: 3, ranges: 3, files: 3, differences: [] });
  });

  it('reads the lines again from a single file', async () => {
    const text = JSON.stringify(lines().slice(0, 1)).replaceAll('db/msgstore.db', 'msgstore.db');
    writeLines(JSON.parse(text) as Record<string, unknown>[]);
    const place = path.join(folder, 'msgstore.db');
    writeFileSync(place, database);
    expect(await check(place)).toMatchObject({ lines: 1, ranges: 1, differences: [] });
  });

  it('names the line whose bytes changed in the exhibit, and the file', async () => {
    writeFolder({ ...FILES, 'db/msgstore.db': flipped(database, 4110) });
    expect(named(await check())).toEqual(['changed A-1/db/msgstore.db', 'changed line 1: db/msgstore.db 4100+80']);
  });

  it('names the line whose bytes changed in the write-ahead log', async () => {
    writeFolder({ ...FILES, 'db/msgstore.db-wal': flipped(log, 60) });
    expect(named(await check())).toEqual([
      'changed A-1/db/msgstore.db-wal',
      'changed line 2: db/msgstore.db-wal 56+120',
    ]);
  });

  it('names only the file when it changed where no line was read', async () => {
    writeFolder({ ...FILES, 'db/msgstore.db': flipped(database, 19_000), 'chat.txt': Buffer.from('other') });
    const result = await check();
    expect(named(result)).toEqual(['changed A-1/db/msgstore.db', 'changed A-1/chat.txt']);
    expect(result.notCompared).toEqual([
      bare(3),
      { value: 'place', reason: 'no hash is printed for it, and the hash of its file differs', count: 1 },
    ]);
  });

  it('names a range beyond the end of the file', async () => {
    writeFolder({ ...FILES, 'db/msgstore.db': database.subarray(0, 4120) });
    expect(named(await check())).toContain('missing line 1: db/msgstore.db 4100+80');
  });

  it.each(['sha256', 'offset', 'fileSha256'])('names a line whose %s was changed in the report', async (name) => {
    const all = lines();
    const [place] = all[0]?.provenance as { ranges: Record<string, unknown>[] }[];
    const printed = place?.ranges[0];
    if (printed !== undefined) printed[name] = name === 'offset' ? 4101 : 'ab'.repeat(32);
    writeLines(all);
    const result = await check();
    expect(named(result)).toEqual([
      name === 'fileSha256'
        ? 'changed A-1/db/msgstore.db'
        : `changed line 1: db/msgstore.db ${name === 'offset' ? 4101 : 4100}+80`,
    ]);
  });

  it('names a file and an exhibit that are missing', async () => {
    writeFolder({ 'db/msgstore.db': database, 'chat.txt': chat });
    const without = await check();
    expect(named(without)).toEqual(['missing A-1/db/msgstore.db-wal']);
    expect(without.notCompared).toEqual([
      bare(3),
      { value: 'range', reason: 'its file was not found in the exhibit', count: 1 },
    ]);
    expect(named(await check(path.join(folder, 'nowhere')))).toEqual(['missing A-1']);
  });

  it('says which places it had no exhibit for, and which reference the report does not cite', async () => {
    const result = await checkExhibits(bag, [{ reference: 'A-2', path: exhibit }], null);
    expect(named(result)).toEqual(['missing a line that cites exhibit A-2']);
    expect(result.notCompared).toEqual([{ value: 'place', reason: 'its exhibit was not given', count: 3 }, bare(3)]);
  });

  it('follows no path out of the exhibit', async () => {
    const text = JSON.stringify(lines()).replaceAll('chat.txt', '../bag/data/messages.jsonl');
    writeLines(JSON.parse(text) as Record<string, unknown>[]);
    expect(named(await check())).toEqual(['missing A-1/../bag/data/messages.jsonl']);
  });

  it('takes a sample evenly and counts lines that it cannot read', async () => {
    writeLines([...lines(), { line: 4 }]);
    expect(await check(exhibit, 2)).toMatchObject({ lines: 2, ranges: 2, differences: [] });
    expect((await check()).notCompared).toEqual([
      bare(3),
      { value: 'line', reason: 'not a line of messages.jsonl as this program writes it', count: 1 },
    ]);
  });

  it('names the list of lines when the report has none', async () => {
    rmSync(path.join(bag, 'data', 'messages.jsonl'));
    expect(named(await check())).toEqual(['unreadable data/messages.jsonl']);
  });

  it('stops when it is cancelled', async () => {
    const signal = AbortSignal.abort();
    await expect(checkExhibits(bag, [{ reference: 'A-1', path: exhibit }], null, { signal })).rejects.toThrow(
      /abort/iu,
    );
  });
});
