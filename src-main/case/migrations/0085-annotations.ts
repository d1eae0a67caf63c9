import type { Migration } from '../migrate.ts';

/** Instants and spans of time that the examiner named; `to_ms` is exclusive, null for an instant. */
export const annotations: Migration = {
  version: 85,
  script: `
CREATE TABLE annotation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  note TEXT,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER,
  actor TEXT NOT NULL,
  created_ms INTEGER NOT NULL
);
CREATE INDEX annotation_from ON annotation (from_ms, id);
`,
};
