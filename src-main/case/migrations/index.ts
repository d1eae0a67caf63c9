import type { Migration } from '../migrate.ts';
import { first } from './0010-first.ts';
import { placesInRows } from './0020-places-in-rows.ts';
import { issueOrder } from './0030-issue-order.ts';
import { accountIdentifier } from './0040-account-identifier.ts';
import { foundIssues } from './0050-found-issues.ts';
import { marks } from './0060-marks.ts';
import { idsGivenOnce } from './0070-ids-given-once.ts';
import { mediaAndSearches } from './0080-media-and-searches.ts';
import { annotations } from './0085-annotations.ts';
import { issueGroups } from './0087-issue-groups.ts';
import { namedRecords } from './0093-named-records.ts';
import { places } from './0094-places.ts';
import { locks } from './0100-locks.ts';
import { openedKey } from './0110-opened-key.ts';
import { weekHours } from './0120-week-hours.ts';
import { appPlace } from './0130-app-place.ts';
import { exhibitIssues } from './0140-exhibit-issues.ts';

/** Every step, ascending. A step is never edited after a release. */
export const migrations: readonly Migration[] = [
  first,
  placesInRows,
  issueOrder,
  accountIdentifier,
  foundIssues,
  marks,
  idsGivenOnce,
  mediaAndSearches,
  annotations,
  issueGroups,
  namedRecords,
  places,
  locks,
  openedKey,
  weekHours,
  appPlace,
  exhibitIssues,
];
