import type { Migration } from '../migrate.ts';

/** Issues by code in the order of their pages, by place in a source, and counted by code, source, place and stored value without reading a row. */
export const issueGroups: Migration = {
  version: 87,
  script: `
CREATE INDEX issue_code ON issue (code, CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, id);
CREATE INDEX issue_place ON issue (source, place);
CREATE INDEX issue_group ON issue (severity, code, source, place, stored);
`,
};
