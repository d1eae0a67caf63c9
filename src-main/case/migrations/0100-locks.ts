import type { Migration } from '../migrate.ts';

/**
 * Locked files of exhibits, a row each, and the keys that were tried on them. `path` is empty where the exhibit itself is
 * locked; `within` is the lock whose opening gave the file, `file.lock` the one that gave a file, `file.named_by`
 * the one that lists the same bytes under another path. `facts`, `wants`,
 * `settings` and `tried` are JSON. `sealed` of a key holds its value, where the examiner wanted it kept, encrypted under
 * the passphrase that `case_info.key_ring` describes.
 */
export const locks: Migration = {
  version: 100,
  script: `
CREATE TABLE lock (
  id INTEGER PRIMARY KEY,
  exhibit INTEGER NOT NULL,
  kind TEXT NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  facts TEXT NOT NULL,
  wants TEXT NOT NULL,
  offers TEXT NOT NULL,
  within INTEGER,
  found_ms INTEGER NOT NULL,
  tried TEXT,
  opened_ms INTEGER,
  opened_key INTEGER,
  settings TEXT,
  needs_key INTEGER NOT NULL DEFAULT 0,
  UNIQUE (exhibit, path, kind)
);
CREATE TABLE ring_key (
  id INTEGER PRIMARY KEY,
  form TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  origin TEXT NOT NULL,
  added_ms INTEGER NOT NULL,
  sealed TEXT,
  UNIQUE (form, fingerprint, origin)
);
CREATE TABLE key_use (
  id INTEGER PRIMARY KEY,
  key INTEGER NOT NULL,
  lock INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  ended TEXT NOT NULL
);
ALTER TABLE file ADD COLUMN lock INTEGER;
ALTER TABLE file ADD COLUMN named_by INTEGER;
CREATE INDEX file_lock ON file (lock) WHERE lock IS NOT NULL;
ALTER TABLE exhibit ADD COLUMN locks_ms INTEGER;
ALTER TABLE case_info ADD COLUMN key_ring TEXT;
`,
};
