import { cpSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostileCells } from '../../fixtures/damage.ts';
import { loadFixtures } from '../../fixtures/registry.ts';
import { scenario } from '../../fixtures/scenario.ts';
import { openLedger } from '../../src-main/ingest/ledger.ts';
import type { Extracted, Issue, Locator } from '../../src-main/model/index.ts';
import type { SourceParser } from '../../src-main/sources/parser.ts';
import { parsers } from '../../src-main/sources/registry.ts';
import { databasesBelow, overwriteCells, settle, type Overwritten } from './hostile-cells.ts';
import { openExhibit, temporaryFolder, writeFixture } from './read-source.ts';
import { smallStory } from './small-story.ts';

const story = smallStory(scenario());

const cases = (await loadFixtures()).flatMap((fixture) => {
  const parser = parsers.find(({ id }) => id === fixture.parser);
  const device = story.devices.find(({ platform }) => fixture.platforms.includes(platform));
  if (parser === undefined || device === undefined) throw new Error(`${fixture.parser}: no parser or device`);
  return fixture.variants.map((variant) => ({
    fixture,
    parser,
    device: device.id,
    variant,
    name: `${parser.id} ${variant}`,
  }));
});

describe.each(cases)('$name, with hostile cells', ({ fixture, parser, device, variant }) => {
  const kept = temporaryFolder();
  const original = join(kept.path, 'original');
  let hasDatabases = false;
  beforeAll(async () => {
    await writeFixture(fixture, story, device, variant, original);
    const databases = databasesBelow(original);
    hasDatabases = databases.length > 0;
    databases.forEach(settle);
  });
  afterAll(() => {
    kept[Symbol.dispose]();
  });

  test.for(hostileCells)('$name', async (hostile, { skip }) => {
    if (!hasDatabases) skip('a format of text has no cells');
    using folder = temporaryFolder();
    cpSync(original, folder.path, { recursive: true });
    const changed = databasesBelow(folder.path).flatMap((path) =>
      overwriteCells(path, hostile).map((one) => ({ ...one, path: relative(folder.path, path) })),
    );
    expect(changed.length).toBeGreaterThan(0);
    const { ledger, lost } = await lostIn(parser, folder.path, changed);
    expect(ledger).toEqual([]);
    expect(lost.filter((column) => fixture.unread?.[column] === undefined)).toEqual([]);
  });
});

/** Columns whose overwritten cell is neither shown as it is stored nor the subject of an issue. */
async function lostIn(parser: SourceParser, root: string, changed: readonly Overwritten[]) {
  await using exhibit = await openExhibit(parser, root);
  const byRow = new Map<string, Extracted[]>();
  const paths = new Map<string, string>();
  const ledgerLines: string[] = [];
  const skipping = new Set<string>();
  const claimed = new Set<string>();
  for (const detection of exhibit.detections) {
    const { run } = await exhibit.open(detection);
    const ledger = openLedger();
    for (const file of Object.values(detection.files)) paths.set(file.sha256, file.path);
    for await (const extracted of parser.read(detection, run)) {
      if (extracted.kind === 'tally') {
        ledger.add(extracted);
        claimed.add(`${paths.get(extracted.file) ?? ''} ${extracted.table}`);
        if (Object.keys(extracted.skipped).length > 0)
          skipping.add(`${paths.get(extracted.file) ?? ''} ${extracted.table}`);
        continue;
      }
      for (const locator of extracted.from?.at ?? []) {
        const name = nameOf(locator, paths);
        if (name === null) continue;
        const here = byRow.get(name);
        if (here === undefined) byRow.set(name, [extracted]);
        else here.push(extracted);
      }
    }
    ledgerLines.push(...ledger.close(run.opened.values()).issues.map(({ where, detail }) => `${where}: ${detail}`));
  }
  const lost = changed.flatMap(({ path, table, rowid, column, ...value }) => {
    if (!claimed.has(`${path} ${table}`)) return [];
    const here = byRow.get(`${path} ${table} ${rowid}`);
    if (here === undefined) return skipping.has(`${path} ${table}`) ? [] : [`${table}.${column}`];
    const isTold = here.some(
      (one) =>
        (one.kind === 'issue' && (one.where.endsWith(`.${column}`) || tells(one, value.hex))) || holds(one, value),
    );
    return isTold ? [] : [`${table}.${column}`];
  });
  return { ledger: ledgerLines, lost };
}

function nameOf(locator: Locator, paths: ReadonlyMap<string, string>): string | null {
  return locator.kind === 'row' && locator.rowid !== null
    ? `${paths.get(locator.file) ?? ''} ${locator.table} ${locator.rowid}`
    : null;
}

/** True when an issue names the value among other words. */
function tells(issue: Issue, hex: string): boolean {
  return issue.stored?.includes(Buffer.from(hex, 'hex').toString('utf8')) === true;
}

/** True when some value inside is the stored one, with or without the service's name behind it or a record's kind before it. */
function holds(inside: unknown, cell: Pick<Overwritten, 'hex' | 'real'>): boolean {
  if (inside === null || inside === undefined) return false;
  if (inside instanceof Uint8Array) return Buffer.from(inside).toString('hex').toUpperCase() === cell.hex;
  if (typeof inside === 'object') return Object.values(inside).some((inner) => holds(inner, cell));
  if (cell.real !== null) return inside === cell.real || inside === String(cell.real);
  if (typeof inside !== 'string' && typeof inside !== 'number' && typeof inside !== 'bigint') return false;
  const hex = Buffer.from(String(inside)).toString('hex').toUpperCase();
  return (
    hex === cell.hex || (cell.hex.length > 8 && (hex.startsWith(`${cell.hex}40`) || hex.endsWith(`3A${cell.hex}`)))
  );
}
