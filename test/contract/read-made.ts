import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Extracted } from '../../src-main/model/index.ts';
import type { SourceParser } from '../../src-main/sources/parser.ts';
import { readAll, temporaryFolder } from './read-source.ts';

/** What a parser reads of a database that the statements make, at `path` of an exhibit that holds nothing else. */
export async function readMade(
  parser: SourceParser,
  path: string,
  statements: readonly string[],
): Promise<readonly Extracted[]> {
  using folder = temporaryFolder();
  const file = join(folder.path, path);
  mkdirSync(dirname(file), { recursive: true });
  const db = new Database(file);
  for (const statement of statements) db.exec(statement);
  db.close();
  return await readAll(parser, folder.path);
}

/** The records, issues or tallies of one kind. */
export function only<Kind extends Extracted['kind']>(all: readonly Extracted[], kind: Kind) {
  return all.filter((one): one is Extract<Extracted, { readonly kind: Kind }> => one.kind === kind);
}
