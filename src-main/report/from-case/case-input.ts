import { join } from 'node:path';
import {
  LocatorReader,
  compileFilter,
  countItems,
  exhibitFiles,
  listExhibits,
  listSources,
  pageAccounts,
  pageConversations,
  pageIssues,
  pageItemIds,
  readCaseInfo,
  readCustody,
  readItemViews,
  readLedger,
  readNoteTexts,
  readParticipants,
  streamItemIds,
  type CaseFile,
  type KeptLocator,
} from '../../case/index.ts';
import type { CustodyEntry, Filter, Page, Place } from '../../contract/index.ts';
import { sql } from '../../sqlite/index.ts';
import type { Citation, ReportInput, ReportItem } from '../report-input.ts';
import { CaseMedia } from './case-media.ts';
import { RangeReader } from '../lines-again/range-reader.ts';

const PAGE = 1000;

/** Each page of issues counts them all, so few large ones. */
const ISSUE_PAGE = 5000;

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

/** A case as a report's input; `withMarks`: with the examiner's tags and notes. Close it when the report is written. */
export function caseInput(file: CaseFile, filter: Filter, withMarks: boolean): ReportInput & { close(): void } {
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
  return {
    info: readCaseInfo(file),
    withheld: pageItemIds(db, filter, undefined, 1).withheld,
    items: countItems(db, filter),
    exhibits: () => listExhibits(db),
    exhibitFiles: (exhibit) => exhibitFiles(db, exhibit).all(),
    sources: () => listSources(db),
    *ledger() {
      for (const source of listSources(db)) yield* readLedger(db, source.id);
    },
    issues: () => pages((at) => pageIssues(db, {}, at, ISSUE_PAGE)),
    accounts: () => pages((at) => pageAccounts(db, {}, at, PAGE)),
    *conversations() {
      const order = { sort: 'first', descending: false } as const;
      for (const conversation of pages((at) => pageConversations(db, filter, order, at, PAGE))) {
        yield { conversation, participants: readParticipants(db, conversation.id) };
      }
    },
    *itemsOf(conversation) {
      const steps =
        conversation === null
          ? looseIds(file, filter)
          : streamItemIds(db, { ...filter, conversations: [conversation] }, PAGE);
      for (const ids of steps) yield* read(ids);
    },
    custody: () => changingCustody(file),
    media: (sha256) => media.find(sha256),
    close() {
      hasher.close();
      media.close();
    },
  };
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

/** Ids of what stands outside any conversation, by time. */
function* looseIds({ db }: CaseFile, filter: Filter): Iterable<readonly number[]> {
  const { where } = compileFilter(db, filter);
  let last: { readonly id: number; readonly at: number } | null = null;
  for (;;) {
    const beyond = last === null ? sql`1` : sql`(item.sort_ms, item.id) > (${last.at}, ${last.id})`;
    const rows: { readonly id: number; readonly at: number }[] = db.all(sql`SELECT item.id AS id, item.sort_ms AS at
      FROM item WHERE item.conversation IS NULL AND ${where} AND ${beyond} ORDER BY item.sort_ms, item.id LIMIT ${PAGE}`);
    if (rows.length > 0) yield rows.map(({ id }) => id);
    last = rows.at(-1) ?? null;
    if (last === null || rows.length < PAGE) return;
  }
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
  let at: Place | undefined;
  for (;;) {
    const page = read(at);
    yield* page.rows;
    if (page.after === null) return;
    at = { cursor: page.after, direction: 'after' };
  }
}
