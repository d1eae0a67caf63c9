import Database from 'better-sqlite3';
import { cpSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../fixtures/random.ts';
import { scenario } from '../../fixtures/scenario.ts';
import { openLedger } from '../../src-main/ingest/ledger.ts';
import type { Extracted } from '../../src-main/model/index.ts';
import type { SourceParser } from '../../src-main/sources/parser.ts';
import { fullCells, isShown, readByRow, withoutEffect, type FullCell } from './columns.ts';
import { databasesBelow } from './hostile-cells.ts';
import { openExhibit, temporaryFolder } from './read-source.ts';
import { smallStory } from './small-story.ts';
import { writtenVariants } from './written-stores.ts';

/**
 * Tables dropped and columns renamed of each variant, of up to 77 and 497: a sample, so that every variant has its turn. Those
 * that hold rows come first four times as often. `AFFIANT_LOSSES=all` tries each; another number is another sample's seed.
 */
const SAMPLE = { tables: 18, columns: 60 };
const wanted = process.env.AFFIANT_LOSSES ?? '1';

/** Rows of a column that may stand for it. */
const CELLS_A_COLUMN = 6;

const story = smallStory(scenario());
const stores = (await writtenVariants(story)).filter(({ hasDatabases }) => hasDatabases);

interface Loss {
  readonly name: string;
  readonly path: string;
  readonly sql: string;
  readonly table: string;
  readonly isColumn: boolean;
  readonly holdsRows: boolean;
}

interface Reading {
  readonly counts: ReadonlyMap<string, number>;
  readonly issues: readonly string[];
  readonly ledger: readonly string[];
  readonly isFound: boolean;
}

const extent = wanted === 'all' ? 'each' : `a sample (seed ${wanted})`;

describe.each(stores)(`$name, with ${extent} of its tables and columns missing`, ({ fixture, parser, original }) => {
  test('throws nothing, keeps its accounts closed, and says what no longer counts', async () => {
    const whole = await readingOf(parser, original);
    const faults: string[] = [];
    using folder = temporaryFolder();
    const copy = folder.path;
    cpSync(original, copy, { recursive: true });
    for (const loss of sampleOf([...lossesIn(original)])) {
      const db = new Database(join(copy, loss.path));
      try {
        db.exec(loss.sql);
      } finally {
        db.close();
      }
      try {
        const cut = await readingOf(parser, copy);
        if (!cut.isFound) continue;
        for (const line of cut.ledger)
          if (!cut.issues.some((issue) => issue.includes(loss.table))) faults.push(`${loss.name}: ${line}`);
        const lost = [...whole.counts].filter(([kind, count]) => (cut.counts.get(kind) ?? 0) < count);
        const news = cut.issues.filter((issue) => !whole.issues.includes(issue));
        if (loss.isColumn && lost.length > 0 && news.length === 0)
          faults.push(
            `${loss.name}: ${lost.map(([kind, count]) => `${count - (cut.counts.get(kind) ?? 0)} ${kind}`).join(', ')} less, no issue`,
          );
      } catch (error) {
        faults.push(`${loss.name}: threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      } finally {
        cpSync(join(original, loss.path), join(copy, loss.path));
      }
    }
    expect(faults).toEqual([]);
  }, 300_000);

  test('every column counts: what it holds is shown or carried, or another value would be read otherwise', async () => {
    const whole = await readByRow(parser, original);
    const rowsOf = ({ path, table, rowid }: FullCell) => whole.rows.get(`${path} ${table} ${rowid}`) ?? [];
    const columns = [...fullCells(original, whole, CELLS_A_COLUMN).values()].filter(
      ([first]) => first !== undefined && fixture.unread?.[`${first.table}.${first.column}`] === undefined,
    );
    using folder = temporaryFolder();
    const copy = folder.path;
    cpSync(original, copy, { recursive: true });
    const unsure = columns.filter((cells) => !cells.some((cell) => isShown(cell, rowsOf(cell))));
    const silent = await withoutEffect(parser, copy, whole, unsure, (path) => {
      cpSync(join(original, path), join(copy, path));
    });
    expect(silent).toEqual([]);
  }, 120_000);
});

async function readingOf(parser: SourceParser, root: string): Promise<Reading> {
  await using exhibit = await openExhibit(parser, root);
  const counts = new Map<string, number>();
  const issues: string[] = [];
  const ledgerLines: string[] = [];
  const note = (extracted: Extracted) => {
    if (extracted.kind === 'issue') issues.push(`${extracted.code} ${extracted.where} ${extracted.detail}`);
    else if (extracted.kind !== 'tally') counts.set(extracted.kind, (counts.get(extracted.kind) ?? 0) + 1);
  };
  for (const detection of exhibit.detections) {
    detection.issues.forEach(note);
    const { run, runIssues } = await exhibit.open(detection);
    const ledger = openLedger();
    for await (const extracted of parser.read(detection, run)) {
      note(extracted);
      if (extracted.kind === 'tally') ledger.add(extracted);
    }
    runIssues.forEach(note);
    ledgerLines.push(...ledger.close(run.opened.values()).issues.map(({ where, detail }) => `${where}: ${detail}`));
  }
  return { counts, issues, ledger: ledgerLines, isFound: exhibit.detections.length > 0 };
}

function sampleOf(losses: readonly Loss[]): readonly Loss[] {
  if (wanted === 'all') return losses;
  if (!/^\d{1,9}$/u.test(wanted)) throw new Error(`AFFIANT_LOSSES is "all" or the seed of a sample, not "${wanted}"`);
  const random = seededRandom(Number(wanted));
  const shuffled = losses
    .map((loss) => ({ loss, place: random() * (loss.holdsRows ? 1 : 4) }))
    .sort((a, b) => a.place - b.place)
    .map(({ loss }) => loss);
  return [
    ...shuffled.filter(({ isColumn }) => !isColumn).slice(0, SAMPLE.tables),
    ...shuffled.filter(({ isColumn }) => isColumn).slice(0, SAMPLE.columns),
  ];
}

/** Each table dropped in turn, and each column renamed, which is a column missing and another unknown. */
function* lossesIn(root: string): Generator<Loss> {
  for (const path of databasesBelow(root)) {
    const db = new Database(path, { readonly: true });
    const tables = db
      .prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%fts%'",
      )
      .pluck()
      .all() as string[];
    const losses = tables.flatMap((table): Loss[] => {
      const columns = db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[];
      const place = relative(root, path);
      const holdsRows = db.prepare(`SELECT EXISTS (SELECT 1 FROM "${table}")`).pluck().get() === 1;
      return [
        { name: `without ${table}`, path: place, sql: `DROP TABLE "${table}"`, table, isColumn: false, holdsRows },
        ...columns
          .filter((column) => column !== 'rowid')
          .map((column) => ({
            name: `without ${table}.${column}`,
            path: place,
            sql: `ALTER TABLE "${table}" RENAME COLUMN "${column}" TO "${column}_gone"`,
            table,
            isColumn: true,
            holdsRows,
          })),
      ];
    });
    db.close();
    yield* losses;
  }
}
