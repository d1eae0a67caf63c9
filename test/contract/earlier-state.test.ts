import Database from 'better-sqlite3';
import { copyFileSync, mkdtempSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../fixtures/random.ts';
import { loadFixtures } from '../../fixtures/registry.ts';
import { scenario } from '../../fixtures/scenario.ts';
import { treeOf } from '../../src-main/evidence/index.ts';
import { prepareCopies } from '../../src-main/ingest/copies.ts';
import { earlierOf } from '../../src-main/ingest/earlier-state.ts';
import { openRun } from '../../src-main/ingest/evidence-run.ts';
import { rowStates } from '../../src-main/ingest/row-states.ts';
import { parsers } from '../../src-main/sources/registry.ts';
import { quoteName } from '../../src-main/sqlite/index.ts';
import { filesBelow, temporaryFolder, writeFixture } from './read-source.ts';
import { smallStory } from './small-story.ts';

const story = smallStory(scenario());
const fixtures = await loadFixtures();
const SEEDS = [1, 2, 3];

const cases = fixtures.flatMap((fixture) => {
  const parser = parsers.find(({ id }) => id === fixture.parser);
  const device = story.devices.find(({ platform }) => fixture.platforms.includes(platform));
  if (parser === undefined || device === undefined) throw new Error(`${fixture.parser} has no parser or device`);
  return fixture.variants.map((variant) => ({ fixture, parser, device: device.id, variant }));
});

/** Puts changes of a few rows of every table into a log beside the database; true when the file is a database. */
function changeInLog(path: string, random: () => number): boolean {
  if (!readFileSync(path).subarray(0, 16).equals(Buffer.from('SQLite format 3\0'))) return false;
  const db = new Database(path);
  db.pragma('journal_mode = DELETE');
  db.pragma('journal_mode = WAL');
  db.pragma('wal_autocheckpoint = 0');
  const tables = db
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND sql NOT LIKE '%WITHOUT ROWID%' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%fts%'",
    ) // prettier-ignore
    .pluck()
    .all() as string[];
  for (const table of tables.map(quoteName)) {
    const rows = db.prepare(`SELECT rowid FROM ${table}`).pluck().all() as number[];
    const pick = (): number | undefined => rows[Math.floor(random() * rows.length)];
    for (let i = 0; i < 2; i += 1) db.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(pick());
    const column = (db.pragma(`table_info(${table})`) as { name: string; type: string; pk: number }[]).find(
      ({ type, pk }) => pk === 0 && /TEXT|CHAR/iu.test(type),
    );
    if (column !== undefined)
      db.prepare(`UPDATE OR IGNORE ${table} SET ${quoteName(column.name)} = 'changed in the log' WHERE rowid = ?`).run(pick()); // prettier-ignore
  }
  for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, `${path}.kept${end}`);
  db.close();
  for (const end of ['', '-wal']) renameSync(`${path}.kept${end}`, `${path}${end}`);
  return true;
}

describe.each(cases)('$parser.id $variant', ({ fixture, parser, device, variant }) => {
  test.each(SEEDS)(
    'keeps the same of the state without the log when told which rows it is for, seed %i',
    async (seed) => {
      using folder = temporaryFolder();
      const root = join(folder.path, 'exhibit');
      await writeFixture(fixture, story, device, variant, root);
      const random = seededRandom(seed);
      const changed = filesBelow(root).filter((path) => changeInLog(path, random));
      const work = mkdtempSync(join(folder.path, 'work-'));
      const tree = await treeOf(root, work);
      const signal = new AbortController().signal;
      let kept = 0;
      for (const detection of await parser.detect(tree)) {
        const copies = await prepareCopies(tree, Object.values(detection.files), work, signal);
        const states = rowStates(copies.differences);
        const read = async (isTold: boolean): Promise<readonly string[]> => {
          const run = openRun({
            tree,
            copies: copies.byFile,
            plain: copies.plain,
            state: 'without-log',
            scratchDir: join(work, 'scratch'),
            answers: Object.fromEntries(detection.questions.map(({ id, default: value }) => [id, value])),
            signal,
            onIssue: () => undefined,
            onProgress: () => undefined,
            ...(isTold && { wanted: (file: string, table: string) => states.earlierRows(file, table) }),
          });
          const found: string[] = [];
          for await (const extracted of parser.read(detection, run)) {
            if (extracted.kind === 'issue' || extracted.kind === 'tally') continue;
            const earlier = earlierOf(extracted, states, 'wal', () => ({ body: null, isDeleted: false }));
            if (earlier !== null)
            found.push(JSON.stringify(earlier, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))); // prettier-ignore
          }
          run.close();
          return found;
        };
        const whole = await read(false);
        expect(await read(true)).toEqual(whole);
        kept += whole.length;
      }
      tree.close();
      expect(kept > 0, `${changed.length} databases were changed`).toBe(changed.length > 0);
    },
  );
});
