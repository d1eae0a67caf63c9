import type { Migration } from '../migrate.ts';

/** What the exhibit says of the app and the device user of a source; of sources that were found before, nothing is known until they are found again. */
export const appPlace: Migration = {
  version: 130,
  script: `ALTER TABLE source ADD COLUMN app TEXT NOT NULL DEFAULT '{}';`,
};
