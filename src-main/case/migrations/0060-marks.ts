import type { Migration } from '../migrate.ts';

/**
 * What examiners say of records: tags, notes, bookmarks. `marked` holds each record that ever carried a mark by what does not change
 * when its source is read again: the place of its first locator and the parser's key; `item` is the record's id now, NULL
 * while the case holds no such record. `mark` only grows: `added` and `removed` are numbers of custody entries, `kind` is a
 * number of `MARK_KINDS`. `saved_filter.filter` is the contract's filter as JSON.
 */
export const marks: Migration = {
  version: 60,
  script: `
CREATE TABLE tag (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  colour TEXT NOT NULL,
  number_key INTEGER CHECK (number_key BETWEEN 1 AND 9),
  meaning TEXT NOT NULL,
  added INTEGER NOT NULL,
  removed INTEGER
);
CREATE UNIQUE INDEX tag_name ON tag (name COLLATE NOCASE) WHERE removed IS NULL;
CREATE UNIQUE INDEX tag_number_key ON tag (number_key) WHERE removed IS NULL AND number_key IS NOT NULL;

CREATE TABLE marked (
  id INTEGER PRIMARY KEY,
  item INTEGER,
  source INTEGER NOT NULL,
  class TEXT NOT NULL,
  key TEXT NOT NULL,
  state TEXT NOT NULL,
  log_state TEXT NOT NULL,
  place INTEGER,
  row INTEGER,
  node TEXT,
  offset INTEGER
);
CREATE UNIQUE INDEX marked_item ON marked (item) WHERE item IS NOT NULL;
CREATE INDEX marked_source ON marked (source, key);
CREATE INDEX marked_unfound ON marked (id) WHERE item IS NULL;

CREATE TABLE mark (
  id INTEGER PRIMARY KEY,
  record INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  tag INTEGER,
  text TEXT,
  added INTEGER NOT NULL,
  removed INTEGER
);
CREATE UNIQUE INDEX mark_standing ON mark (record, kind, tag) WHERE removed IS NULL AND kind <> 1;
CREATE INDEX mark_record ON mark (record, kind);
CREATE INDEX mark_kind ON mark (kind, tag, record) WHERE removed IS NULL;
CREATE INDEX mark_added ON mark (added);
CREATE INDEX mark_removed ON mark (removed) WHERE removed IS NOT NULL;
CREATE TRIGGER mark_no_delete BEFORE DELETE ON mark BEGIN SELECT RAISE(ABORT, 'marks are append-only'); END;
CREATE TRIGGER mark_no_update BEFORE UPDATE ON mark
  WHEN OLD.removed IS NOT NULL OR NEW.removed IS NULL OR NEW.id <> OLD.id OR NEW.record <> OLD.record
    OR NEW.kind <> OLD.kind OR NEW.tag IS NOT OLD.tag OR NEW.text IS NOT OLD.text OR NEW.added <> OLD.added
  BEGIN SELECT RAISE(ABORT, 'marks are append-only'); END;

CREATE TABLE saved_filter (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  filter TEXT NOT NULL,
  saved_ms INTEGER NOT NULL,
  removed_ms INTEGER
);
CREATE UNIQUE INDEX saved_filter_name ON saved_filter (name COLLATE NOCASE) WHERE removed_ms IS NULL;
`,
};
