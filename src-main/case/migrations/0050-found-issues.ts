import type { Migration } from '../migrate.ts';

/**
 * `issue.found` is 1 for what was said when a source was found, which stays when the source is read again. Of sources that
 * were read before this step nothing tells the two apart.
 */
export const foundIssues: Migration = {
  version: 50,
  script: `
ALTER TABLE issue ADD COLUMN found INTEGER NOT NULL DEFAULT 0;
UPDATE issue SET found = 1 WHERE source IN (SELECT id FROM source WHERE state IN ('found', 'locked'));
`,
};
