import type { CaseDb } from '../sqlite/index.ts';
import { daysAhead } from './activity/day-table.ts';
import { groupTable } from './activity/group-table.ts';
import { blocksAhead } from './activity/kept-blocks.ts';
import { orderAhead } from './activity/ordered-items.ts';
import { markedItems } from './marks/marked-items.ts';
import { reviewAhead } from './marks/review-counts.ts';
import { mediaAhead } from './media/media-table.ts';
import { mediaList } from './media/media-list.ts';
import { placesAhead } from './places/place-table.ts';
import { placesUnder } from './places/place-list.ts';
import { countAccountsUnder } from './queries/account-counts.ts';
import { callsAhead } from './queries/call-list.ts';
import { namesOfGroups } from './queries/count-names.ts';
import { issueGroupsAhead } from './queries/issue-groups.ts';
import { readOverview } from './queries/overview.ts';
import { keepItems } from './search/kept-items.ts';
import type { Steps } from './steps.ts';

/** What the timeline is counted by when it is opened, and how deletions, calls and events are told apart in it. */
const COUNTED = ['direction', 'mark', 'source', 'type', 'conversation', 'sender'] as const;

/** Reads what the first question of each view would wait for, in pieces of some milliseconds; what is known is not read again. */
export function* viewsAhead(db: CaseDb): Steps<void> {
  groupTable(db);
  yield;
  readOverview(db, {});
  yield;
  yield* blocksAhead(db);
  yield* daysAhead(db);
  for (const read of [...COUNTED.map((by) => () => namesOfGroups(db, by)), () => countAccountsUnder(db, {})]) {
    read();
    yield;
  }
  yield* reviewAhead(db);
  yield* orderAhead(db);
  markedItems(db, { untagged: true });
  yield;
  keepItems(db, { untagged: true });
  yield;
  yield* callsAhead(db);
  yield* issueGroupsAhead(db);
  yield* mediaAhead(db);
  mediaList(db, { filter: {} });
  yield;
  yield* placesAhead(db);
  placesUnder(db, { filter: {} });
}
