import type { Migration } from '../migrate.ts';

/** Issues by severity: a source of a million messages can have a hundred thousand, and each page of them sorted all. */
export const issueOrder: Migration = {
  version: 30,
  script: `
CREATE INDEX issue_order ON issue (CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, id);
`,
};
