import type { Migration } from '../migrate.ts';

const TABLES = ['item', 'account', 'account_link', 'conversation', 'participant', 'quote', 'version', 'attachment', 'reaction', 'receipt', 'mention', 'detail'] as const; // prettier-ignore

/** The columns of `source` in version 10. */
const SOURCE = 'id, exhibit, parser, revision, label, variant, proof, root, state, key_kind, key_hint, questions, answers, owner, owner_claim, owner_assumed, first_ms, last_ms, counts'; // prettier-ignore

/**
 * The first locator of a record and its uninterpreted columns move into the record's own row, where they cost no key of
 * their own. `locator` keeps further locators, and first ones that name a key, a node or overflow pages; `record_place` shows both as one list.
 * `source` is made anew without its UNIQUE, which kept one of several stores that lie in one folder; `source.after_item`
 * is the last item before those of a source that is being read.
 */
export const placesInRows: Migration = {
  version: 20,
  script: `
${TABLES.map((table, kind) => moveInto(table, kind)).join('\n')}
DELETE FROM locator WHERE n = 0 AND form <> 2 AND key IS NULL AND more IS NULL;
DROP TABLE stored;
CREATE TABLE source_anew (
  id INTEGER PRIMARY KEY,
  exhibit INTEGER NOT NULL,
  parser TEXT NOT NULL,
  revision INTEGER NOT NULL,
  label TEXT NOT NULL,
  variant TEXT NOT NULL,
  proof TEXT NOT NULL,
  root TEXT NOT NULL,
  state TEXT NOT NULL,
  key_kind TEXT,
  key_hint TEXT,
  questions TEXT NOT NULL,
  answers TEXT NOT NULL DEFAULT '{}',
  owner INTEGER,
  owner_claim TEXT,
  owner_assumed INTEGER,
  first_ms INTEGER,
  last_ms INTEGER,
  counts TEXT NOT NULL DEFAULT '{}',
  after_item INTEGER
);
INSERT INTO source_anew (${SOURCE}) SELECT ${SOURCE} FROM source;
DROP TABLE source;
ALTER TABLE source_anew RENAME TO source;
CREATE INDEX source_place ON source (exhibit, parser, root);
CREATE VIEW record_place (kind, record, n, form, place, row, key, range_place, page, offset, length, more) AS
${TABLES.map(
  (
    table,
    kind,
  ) => `  SELECT ${kind}, id, 0, at_row IS NULL, at_place, at_row, NULL, at_in, at_page, at_offset, at_length, NULL
    FROM ${table} WHERE at_place IS NOT NULL UNION ALL`,
).join('\n')}
  SELECT kind, record, n, form, place, row, key, range_place, page, offset, length, more FROM locator;
`,
};

/** A locator of form 1, bytes of a file, is told by its missing row; form 2, a node, stays where it is. */
function moveInto(table: string, kind: number): string {
  return `
ALTER TABLE ${table} ADD COLUMN at_place INTEGER;
ALTER TABLE ${table} ADD COLUMN at_row INTEGER;
ALTER TABLE ${table} ADD COLUMN at_in INTEGER;
ALTER TABLE ${table} ADD COLUMN at_page INTEGER;
ALTER TABLE ${table} ADD COLUMN at_offset INTEGER;
ALTER TABLE ${table} ADD COLUMN at_length INTEGER;
ALTER TABLE ${table} ADD COLUMN stored_shape INTEGER;
ALTER TABLE ${table} ADD COLUMN stored TEXT;
UPDATE ${table} SET at_place = moved.place, at_row = moved.row, at_in = moved.range_place, at_page = moved.page,
    at_offset = moved.offset, at_length = moved.length
  FROM locator AS moved WHERE moved.kind = ${kind} AND moved.record = ${table}.id AND moved.n = 0 AND moved.form <> 2
    AND moved.key IS NULL AND moved.more IS NULL;
UPDATE ${table} SET stored_shape = moved.shape, stored = moved.vals
  FROM stored AS moved WHERE moved.kind = ${kind} AND moved.record = ${table}.id;`;
}
