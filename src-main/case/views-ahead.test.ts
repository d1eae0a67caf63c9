import { afterEach, beforeEach, expect, it } from 'vitest';
import { sql } from '../sqlite/index.ts';
import { daysAhead } from './activity/day-table.ts';
import { blocksAhead } from './activity/kept-blocks.ts';
import { orderAhead } from './activity/ordered-items.ts';
import { addTestSource, NOON_MS, sentAt, storyteller, tempCase } from './fixture-case.ts';
import { tellPlaces } from './fixture-places.ts';
import {
  atOnce,
  bookmarkItems,
  createTag,
  groupIssues,
  mapPlaces,
  openCase,
  pageAccountList,
  pageCalls,
  pageConversations,
  pageItems,
  pageMedia,
  pagePlaces,
  readOverview,
  readPlaceTotals,
  tagItems,
  viewsAhead,
  type CaseFile,
} from './index.ts';
import { reviewAhead } from './marks/review-counts.ts';
import { mediaAhead } from './media/media-table.ts';
import { placesAhead } from './places/place-table.ts';
import { callsAhead } from './queries/call-list.ts';
import { issueGroupsAhead } from './queries/issue-groups.ts';

const hand = { actor: 'R. Okafor', atMs: NOON_MS };

let made: ReturnType<typeof tempCase>;
beforeEach(() => {
  made = tempCase();
  tellPlaces(made);
  const { tag } = createTag(made.file.db, hand, { name: 'One', colour: 'red', key: 1, meaning: '' });
  tagItems(made.file.db, hand, tag, true, { items: [1, 3] });
});
afterEach(() => {
  made.remove();
});

const ISSUES = [
  ['warning', 'unknown-code', 'message.type', '77'],
  ['warning', 'unknown-code', 'message.type', '78'],
  ['warning', 'unknown-code', 'message.type', '77'],
  ['note', 'unknown-code', 'message.type', null],
  ['error', 'row-unreadable', 'chat', null],
  ['error', 'row-unreadable', 'chat', ''],
] as const;

/** A second source: later and earlier messages of the same accounts, calls, and an issue. */
function tellMore(file: CaseFile): void {
  const tell = storyteller(file, addTestSource(file, 1, 'second phone'));
  for (const key of ['ann', 'cleo']) tell.account(key);
  tell.conversation('crew');
  for (let minute = 0; minute < 30; minute += 1)
    tell.message(`n${minute}`, 'crew', 'text', {
      sender: minute % 3 === 0 ? 'cleo' : 'ann',
      times: minute % 7 === 0 ? [] : [sentAt(NOON_MS + (15 - minute) * 60_000)],
      type: minute % 5 === 0 ? 'call' : 'text',
    });
  for (const [severity, code, place, stored] of ISSUES)
    file.db.run(sql`INSERT INTO issue (source, exhibit, severity, code, place, stored, detail, at)
      VALUES (2, 1, ${severity}, ${code}, ${place}, ${stored}, '', '[]')`);
  tell.done();
}

/** What the first questions of the views answer. */
function answers({ db }: CaseFile): unknown {
  return {
    overview: readOverview(db, {}),
    conversations: pageConversations(db, undefined, { sort: 'untagged', review: true }, undefined, 50),
    untagged: pageItems(db, { untagged: true }, undefined, 50),
    bySender: pageItems(db, {}, undefined, 50, { by: 'sender', descending: true }),
    latest: pageItems(db, {}, undefined, 50, { by: 'time', descending: true }),
    bySenderLater: pageItems(db, { fromMs: NOON_MS }, undefined, 50, { by: 'sender', descending: false }),
    accounts: pageAccountList(db, { filter: {}, sort: 'sent', descending: true }, undefined, 50),
    calls: pageCalls(db, {}, {}, undefined, 50),
    media: pageMedia(db, { filter: {}, limit: 50 }),
    places: pagePlaces(db, { filter: {}, limit: 50 }),
    map: mapPlaces(db, { filter: {}, cells: 64 }),
    totals: readPlaceTotals(db, { filter: {} }),
    issues: (['code', 'value'] as const).map((by) => groupIssues(db, {}, by, 50)),
    issuesOfSource: groupIssues(db, { sources: [2], severities: ['warning', 'note'] }, 'value', 2),
    unknown: groupIssues(db, { codes: ['unknown-code'] }, 'value', 50),
    ofTable: groupIssues(db, { where: 'chat' }, 'value', 50),
  };
}

/** The same by a connection that has read nothing ahead. */
function fresh(): unknown {
  const other = openCase(made.file.path, () => NOON_MS, 'helper');
  try {
    return answers(other);
  } finally {
    other.close();
  }
}

it('answers the first questions as they are answered without reading ahead', () => {
  tellMore(made.file);
  atOnce(viewsAhead(made.file.db));
  const found = answers(made.file);
  expect(found).toEqual(fresh());
  expect(found).toMatchObject({ overview: { messages: 38 }, totals: { places: 8 } });
  // What is known is not read again, and stays as it is.
  atOnce(viewsAhead(made.file.db));
  expect(answers(made.file)).toEqual(found);
});

const READERS = [blocksAhead, daysAhead, reviewAhead, orderAhead, callsAhead, issueGroupsAhead, mediaAhead, placesAhead]; // prettier-ignore

it.each([1, 2, 3])('keeps nothing of what was read before a change, which comes after piece %i of each', (pieces) => {
  const readers = READERS.map((read) => read(made.file.db));
  for (const steps of readers) for (let piece = 0; piece < pieces; piece += 1) steps.next();
  bookmarkItems(made.file.db, hand, true, [2, 4]);
  const mine = made.file;
  const other = openCase(mine.path, () => NOON_MS, 'helper');
  tellMore(other);
  other.close();
  for (const steps of readers) atOnce(steps);
  expect(answers(mine)).toEqual(fresh());
});

it('says of marks set between two pieces what they are', () => {
  const steps = reviewAhead(made.file.db);
  steps.next();
  bookmarkItems(made.file.db, hand, true, [2, 4]);
  atOnce(steps);
  expect(answers(made.file)).toEqual(fresh());
});
