import type { Migration } from '../migrate.ts';

/**
 * The places of a case without reading its other details, and the positions that media state of themselves: a row for
 * each evidence file that was looked into, without coordinates where it states none. `stored` is the value as the file
 * holds it, at `at` for `length` bytes.
 */
export const places: Migration = {
  version: 94,
  script: `
CREATE INDEX detail_place ON detail (item) WHERE type = 'location';
CREATE TABLE media_position (
  file INTEGER PRIMARY KEY,
  latitude REAL,
  longitude REAL,
  altitude_m REAL,
  said_by TEXT,
  stored TEXT,
  time TEXT,
  at INTEGER,
  length INTEGER
);
`,
};
