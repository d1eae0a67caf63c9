import type { Migration } from '../migrate.ts';

/**
 * `id_mark` holds the highest id that a table ever gave, kept when its rows are taken away. `source.read_answers` are the
 * answers under which a source was read, by question; null where that was not kept, as in sources read before this step.
 */
export const idsGivenOnce: Migration = {
  version: 70,
  script: `
CREATE TABLE id_mark (name TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
ALTER TABLE source ADD COLUMN read_answers TEXT;
`,
};
