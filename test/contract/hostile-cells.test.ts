import { cpSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hostileCells } from '../../fixtures/damage.ts';
import { scenario } from '../../fixtures/scenario.ts';
import type { Issue } from '../../src-main/model/index.ts';
import type { SourceParser } from '../../src-main/sources/parser.ts';
import { databasesBelow, overwriteCells, type Overwritten } from './hostile-cells.ts';
import { readByRow } from './columns.ts';
import { temporaryFolder } from './read-source.ts';
import { smallStory } from './small-story.ts';
import { writtenVariants } from './written-stores.ts';

const story = smallStory(scenario());

const stores = (await writtenVariants(story)).filter(({ hasDatabases }) => hasDatabases);

describe.each(stores)('$name, with hostile cells', ({ fixture, parser, original }) => {
  test.for(hostileCells)('$name', async (hostile, { skip }) => {
    using folder = temporaryFolder();
    cpSync(original, folder.path, { recursive: true });
    const changed = databasesBelow(folder.path).flatMap((path) =>
      overwriteCells(path, hostile).map((one) => ({ ...one, path: relative(folder.path, path) })),
    );
    if (changed.length === 0) skip('the store has no column that is made for such a value');
    const { ledger, lost } = await lostIn(parser, folder.path, changed);
    expect(ledger).toEqual([]);
    expect(lost.filter((column) => fixture.unread?.[column] === undefined)).toEqual([]);
  });
});

/** Columns whose overwritten cell is neither shown as it is stored nor the subject of an issue. */
async function lostIn(parser: SourceParser, root: string, changed: readonly Overwritten[]) {
  const { rows, claimed, ledger } = await readByRow(parser, root);
  const lost = changed.flatMap(({ path, table, rowid, column, ...value }) => {
    const isSkipping = claimed.get(`${path} ${table}`);
    if (isSkipping === undefined) return [];
    const here = rows.get(`${path} ${table} ${rowid}`);
    if (here === undefined) return isSkipping ? [] : [`${table}.${column}`];
    const isTold = here.some(
      (one) =>
        (one.kind === 'issue' && (one.where.endsWith(`.${column}`) || tells(one, value.hex))) || holds(one, value),
    );
    return isTold ? [] : [`${table}.${column}`];
  });
  return { ledger, lost };
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
