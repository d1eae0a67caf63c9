import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Extracted } from '../../src-main/model/index.ts';
import type { SourceParser } from '../../src-main/sources/parser.ts';
import { readAll, temporaryFolder } from './read-source.ts';

/** What a parser reads of a database that the statements make, at `path` of an exhibit, with those made `beside` it. */
export async function readMade(
  parser: SourceParser,
  path: string,
  statements: readonly string[],
  beside: Readonly<Record<string, readonly string[]>> = {},
): Promise<readonly Extracted[]> {
  using folder = temporaryFolder();
  for (const [place, made] of Object.entries({ [path]: statements, ...beside })) {
    const file = join(folder.path, place);
    mkdirSync(dirname(file), { recursive: true });
    const db = new Database(file);
    for (const statement of made) db.exec(statement);
    db.close();
  }
  return await readAll(parser, folder.path);
}

/** The records, issues or tallies of one kind. */
export function only<Kind extends Extracted['kind']>(all: readonly Extracted[], kind: Kind) {
  return all.filter((one): one is Extract<Extracted, { readonly kind: Kind }> => one.kind === kind);
}
