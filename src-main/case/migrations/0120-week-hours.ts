import type { Migration } from '../migrate.ts';
import { rebuildClockCounts } from '../writer/clock-counts.ts';

/**
 * Counts by hour of the week, beside those by day: what the overview shows first is added up instead of scanned. `hour` is
 * 0 to 167 from Monday 00:00 on the clock in which a source's hours are read.
 */
export const weekHours: Migration = {
  version: 120,
  script: `
CREATE TABLE activity_week (
  hour INTEGER NOT NULL,
  facet INTEGER NOT NULL,
  items INTEGER NOT NULL,
  PRIMARY KEY (hour, facet)
) WITHOUT ROWID;
`,
  fill: rebuildClockCounts,
};
