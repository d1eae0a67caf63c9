import type { Migration } from '../migrate.ts';

/**
 * Searches kept by name, with what they found then and when they were last run. `attachment_item` is made anew with the
 * columns by which media are listed, so that a list never reads a row's preview (`writer/item-indexes.ts`).
 */
export const mediaAndSearches: Migration = {
  version: 80,
  script: `
CREATE TABLE saved_search (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  mode TEXT NOT NULL,
  filter TEXT NOT NULL,
  terms TEXT NOT NULL,
  hits INTEGER NOT NULL,
  digest TEXT NOT NULL,
  saved_ms INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  custody INTEGER NOT NULL,
  last_hits INTEGER NOT NULL,
  last_digest TEXT NOT NULL,
  last_ms INTEGER NOT NULL,
  last_custody INTEGER NOT NULL
);
DROP INDEX IF EXISTS attachment_item;
`,
};
