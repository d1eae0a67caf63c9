import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCells } from '../../sqlite/index.ts';
import { checkExhibits, type ExhibitsChecked } from './check-exhibits.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'affiant-line-values-'));
const bag = path.join(folder, 'bag');
const exhibit = path.join(folder, 'exhibit');
const SENT_MS = Date.UTC(2024, 5, 1, 8);
/** The second continues on overflow pages. */
const BODIES = ['Bring the ladder', `The tide table${': one more line'.repeat(600)}`];
const CHAT = '[01.02.24, 10:00:00] Ada: morning\n';
const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
type Line = Record<string, unknown>;

/** A database in UTF-16 and an exported conversation. */
function writeExhibit(): void {
  mkdirSync(exhibit, { recursive: true });
  const db = new Database(path.join(exhibit, 'chat.db'));
  db.pragma("encoding = 'UTF-16le'");
  db.exec('CREATE TABLE message (id INTEGER PRIMARY KEY, key TEXT, sent INTEGER, kind INTEGER, text TEXT)');
  for (const [index, text] of BODIES.entries())
    db.prepare('INSERT INTO message VALUES (?, ?, ?, 7, ?)').run(index + 40, `K${index}`, SENT_MS + index, text);
  db.close();
  writeFileSync(path.join(exhibit, 'chat.txt'), CHAT);
}

function lines(): Line[] {
  const copy = path.join(exhibit, 'chat.db');
  const bytes = readFileSync(copy);
  const sha256 = hash(bytes);
  const cells = openCells({ file: sha256, path: copy, log: null }, 'without-log');
  const rows = BODIES.map((body, index): Line => {
    const ranges = (cells.find('message', index + 40) ?? []).map(({ file, offset, length, ...rest }) => {
      const range = { file: 'chat.db', fileSha256: file, offset, length, ...rest };
      return { ...range, sha256: hash(bytes.subarray(offset, offset + length)) };
    });
    const times = [{ utcMs: SENT_MS + index, stored: String(SENT_MS + index), encoding: 'unix-ms', meaning: 'sent' }];
    const place = { gives: 'message', exhibit: 'A-1', file: 'chat.db', sha256, table: 'message', rowid: index + 40 };
    return { line: index + 1, body, kindStored: '7', serverId: `K${index}`, times, sentUtcMs: SENT_MS + index, state: 'live', provenance: [{ ...place, ranges }] }; // prettier-ignore
  });
  cells.close();
  const place = { gives: 'message', exhibit: 'A-1', file: 'chat.txt', sha256: hash(Buffer.from(CHAT)), offset: 0 };
  const provenance = [{ ...place, length: CHAT.length, ranges: [] }];
  const times = [{ utcMs: 1, stored: '01.02.24, 10:00:00', encoding: 'local-text', meaning: 'sent' }];
  return [...rows, { line: 3, body: 'morning', sender: { name: 'Ada', identifier: 'Ada' }, times, state: 'live', provenance }]; // prettier-ignore
}

function check(change: (all: Line[]) => unknown = () => undefined): Promise<ExhibitsChecked> {
  const all = lines();
  change(all);
  mkdirSync(path.join(bag, 'data'), { recursive: true });
  writeFileSync(path.join(bag, 'data', 'messages.jsonl'), all.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return checkExhibits(bag, [{ reference: 'A-1', path: exhibit }], null);
}

const named = ({ differences }: ExhibitsChecked): string[] =>
  differences.map(({ path: at, expected, found }) => `${at}: ${expected ?? ''} -> ${(found ?? '').slice(0, 30)}`);

beforeAll(writeExhibit);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the values of lines', () => {
  it('are found in the bytes that the lines cite, and what was not compared is counted', async () => {
    const result = await check();
    expect(result).toMatchObject({ lines: 3, values: 2 * 5 + 3, differences: [] });
    expect(result.notCompared).toEqual([
      { value: 'line other fields', reason: 'put together from several values, or named by other rows', count: 3 },
    ]);
  });

  it.each([
    ['body', (all: Line[]) => Object.assign(all[0] ?? {}, { body: 'Bring the knife' }), 'line 1: body: Bring the knife -> message.column 5: Bring the la'], // prettier-ignore
    ['end of a long body', (all: Line[]) => Object.assign(all[1] ?? {}, { body: `${BODIES[1] ?? ''}!` }), /^line 2: body: The tide table/u], // prettier-ignore
    ['kind', (all: Line[]) => Object.assign(all[0] ?? {}, { kindStored: '8' }), /^line 1: type: 8 -> /u],
    ['identifier', (all: Line[]) => Object.assign(all[0] ?? {}, { serverId: 'K9' }), /^line 1: shared identifier: K9 -> /u], // prettier-ignore
    ['instant', (all: Line[]) => Object.assign(all[0] ?? {}, { sentUtcMs: SENT_MS + 60_000 }), `line 1: instant: ${SENT_MS + 60_000} -> ${SENT_MS}`], // prettier-ignore
    ['sender of an export', (all: Line[]) => Object.assign(all[2] ?? {}, { sender: { name: 'Ben', identifier: 'Ben' } }), /^line 3: sender: Ben \| Ben -> /u], // prettier-ignore
    ['body of an export', (all: Line[]) => Object.assign(all[2] ?? {}, { body: 'mornings' }), /^line 3: body: mornings -> /u], // prettier-ignore
  ])('are named when the %s was changed in the report', async (_name, change, expected) => {
    const found = named(await check(change));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  it('are counted as not compared where a line prints no body, or nothing at all', async () => {
    const result = await check((all) => {
      Object.assign(all[0] ?? {}, { body: null });
      const { line, provenance, state } = all[2] ?? {};
      all[2] = { line, provenance, state };
    });
    expect(result).toMatchObject({ lines: 3, differences: [] });
    expect(result.notCompared).toEqual(
      expect.arrayContaining([
        { value: 'line body', reason: 'none is printed', count: 1 },
        { value: 'line', reason: 'prints no value that can be compared', count: 1 },
      ]),
    );
  });

  it('are named when stored digits, or the number of the row, were changed in the report', async () => {
    const digits = String(SENT_MS + 5000);
    const times = [{ utcMs: SENT_MS + 5000, stored: digits, encoding: 'unix-ms', meaning: 'sent' }];
    const moved = await check((all) => Object.assign(all[0] ?? {}, { times, sentUtcMs: SENT_MS + 5000 }));
    expect(named(moved)).toEqual([expect.stringMatching(new RegExp(`^line 1: time: ${digits} -> `, 'u'))]);
    const other = await check((all) => {
      const [place] = (all[0]?.provenance ?? []) as Line[];
      Object.assign(place ?? {}, { rowid: 41 });
    });
    expect(named(other)).toEqual(['line 1: rowid in message: 41 -> 40']);
  });

  it('are not compared where the bytes are others than those cited, and that is said', async () => {
    const result = await check((all) => {
      const [place] = (all[0]?.provenance ?? []) as { ranges: Line[] }[];
      Object.assign(place?.ranges[0] ?? {}, { sha256: 'ab'.repeat(32) });
    });
    expect(result.differences.map(({ path: at }) => at)).toEqual([expect.stringMatching(/^line 1: chat\.db/u)]);
    expect(result.notCompared).toContainEqual({
      value: 'line body',
      reason: 'a place of its line cannot be read again',
      count: 1,
    });
  });
});
