import { join } from 'node:path';
import { readLegal } from '../../analysis/index.ts';
import {
  LocatorReader,
  countItems,
  countOtherIssues,
  exhibitFiles,
  listAnnotations,
  listExhibits,
  listKeys,
  filesByKey,
  listLocks,
  listSources,
  pageAccountList,
  pageAccounts,
  pageConversations,
  pageItemIds,
  readCaseInfo,
  readCustody,
  readItemViews,
  readLedger,
  readNoteTexts,
  readParticipantsOf,
  streamIssuesOf,
  type CaseFile,
  type KeptLocator,
} from '../../case/index.ts';
import type { CustodyEntry, Filter, Page, Place } from '../../contract/index.ts';
import type { Citation, OpenedLock, ReportInput, ReportItem } from '../report-input.ts';
import { caseLines, idsInTime } from './case-lines.ts';
import { CaseMedia } from './case-media.ts';
import { RangeReader } from '../lines-again/range-reader.ts';

const PAGE = 1000;

const NO_MARKS = { tags: [], notes: 0, bookmarked: false } as const;

/** Actions that look at a case or take from it, but change nothing that a report can hold. */
const LOOKING = new Set([
  'case.open',
  'case.close',
  'report.create',
  'report.verify',
  'verify.case',
  'verify.report',
  'export',
]);

/** A report's input that a case is behind. */
export interface CaseInput extends ReportInput {
  /** The items of these ids as lines, in their order; unknown ids are left out. */
  read(ids: readonly number[]): Iterable<ReportItem>;
  close(): void;
}

/** A case as a report's input; `withMarks`: with the examiner's tags and notes. Close it when the report is written. */
export function caseInput(file: CaseFile, filter: Filter, withMarks: boolean): CaseInput {
  const { db } = file;
  const hasher = new RangeReader();
  const media = new CaseMedia(file);
  const locators = new LocatorReader(db);
  const read = function* (ids: readonly number[]): Iterable<ReportItem> {
    const places = locators.read(ids);
    const notesOf = withMarks ? readNoteTexts(db, ids) : null;
    for (const item of readItemViews(db, ids)) {
      const citations = (places.get(item.id) ?? []).map((kept) => citationOf(kept, file.workDir, hasher));
      if (notesOf === null) yield { item: { ...item, ...NO_MARKS }, citations };
      else yield { item, citations, notes: notesOf(item.id) };
    }
  };
  const items = countItems(db, filter);
  const lines = caseLines(file, filter, items, read);
  return {
    info: readCaseInfo(file),
    withheld: pageItemIds(db, filter, undefined, 1).withheld,
    items,
    exhibits: () => listExhibits(db),
    exhibitFiles: (exhibit) => exhibitFiles(db, exhibit).all(),
    sources: () => listSources(db),
    locks: () => openedLocks(file),
    *ledger() {
      for (const source of listSources(db)) yield* readLedger(db, source.id);
    },
    issues: () => streamIssuesOf(db, filter),
    otherIssues: () => countOtherIssues(db, filter),
    accounts: () => pages((at) => pageAccounts(db, {}, at, PAGE)),
    *conversations() {
      const order = { sort: 'first', descending: false } as const;
      for (const page of pagesOf((at) => pageConversations(db, filter, order, at, PAGE))) {
        const ids = page.map(({ id }) => id);
        const participants = readParticipantsOf(db, ids);
        lines.expect(ids);
        for (const conversation of page) yield { conversation, participants: participants.get(conversation.id) ?? [] };
      }
    },
    itemsOf: (conversation) => lines.itemsOf(conversation),
    *itemsByTime() {
      for (const ids of idsInTime(file, filter, items)) yield* read(ids);
    },
    annotations: () => listAnnotations(db),
    *legal() {
      const owners = { filter: {}, only: 'owners', sort: 'source' } as const;
      for (const { id } of pages((at) => pageAccountList(db, owners, at, PAGE))) yield readLegal(db, id, {}, 'en');
    },
    custody: () => changingCustody(file),
    media: (sha256) => media.find(sha256),
    read,
    close() {
      hasher.close();
      media.close();
    },
  };
}

function openedLocks({ db }: CaseFile): readonly OpenedLock[] {
  const keys = new Map(listKeys(db).map((key) => [key.id, key]));
  const byLock = Map.groupBy(filesByKey(db), ({ lock }) => lock);
  return listLocks(db).flatMap(({ id, kind, exhibitReference, path, sha256, opened }) => {
    if (opened === null) return [];
    const ways = byLock.get(id) ?? [{ key: opened.key, files: 0 }];
    return ways.map(({ key, files }) => ({ kind, exhibitReference, path, sha256, files, key: keys.get(key ?? 0) ?? null })); // prettier-ignore
  });
}

function citationOf(kept: KeptLocator, workDir: string, hasher: RangeReader): Citation {
  const { gives, locator, path, exhibitReference, ranges } = kept;
  return {
    gives,
    locator,
    exhibit: exhibitReference,
    path,
    ranges: ranges.map((range) => ({
      ...range,
      path: range.in === 'main' ? path : `${path}-${range.in}`,
      sha256: hasher.hash(join(workDir, range.file), range),
    })),
  };
}

/** The log up to its last entry that changed something, so that writing a report does not change the next one. */
function* changingCustody({ db }: CaseFile): Iterable<CustodyEntry> {
  let held: CustodyEntry[] = [];
  for (let first = 1; ; first += PAGE) {
    const entries = readCustody(db, first, PAGE);
    for (const entry of entries) {
      held.push(entry);
      if (LOOKING.has(entry.action)) continue;
      yield* held;
      held = [];
    }
    if (entries.length < PAGE) return;
  }
}

function* pages<Row>(read: (at: Place | undefined) => Page<Row>): Iterable<Row> {
  for (const rows of pagesOf(read)) yield* rows;
}

function* pagesOf<Row>(read: (at: Place | undefined) => Page<Row>): Iterable<readonly Row[]> {
  let at: Place | undefined;
  for (;;) {
    const page = read(at);
    yield page.rows;
    if (page.after === null) return;
    at = { cursor: page.after, direction: 'after' };
  }
}
