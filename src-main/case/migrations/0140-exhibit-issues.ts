import type { Migration } from '../migrate.ts';

/** Issues of an exhibit, counted whenever the exhibits are listed. */
export const exhibitIssues: Migration = {
  version: 140,
  script: `CREATE INDEX issue_exhibit ON issue (exhibit) WHERE exhibit IS NOT NULL;`,
};
