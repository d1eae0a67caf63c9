import type { EvidenceRecord, Issue, LogState, Tally } from '../../model/index.ts';
import { sql } from '../../sqlite/index.ts';
import type { CaseFile } from '../case-file.ts';
import type { RecordKind } from '../codes.ts';
import { insertFile, type CaseFileRow } from '../exhibits.ts';
import { IdGiver, nextId } from '../ids.ts';
import { openScope } from '../scope.ts';
import { dropLooseDocuments, indexSource } from '../search/index-source.ts';
import { TimeForms } from '../time-forms.ts';
import { FacetIds } from './facets.ts';
import { finishSource, type FinishSteps, type Finished } from './finish.ts';
import { deferItemIndexes, ensureItemIndexes } from './item-indexes.ts';
import { KeyIds } from './keys.ts';
import { LocatorWriter, type RecordRanges } from './locators.ts';
import { RecentRows } from './recent-rows.ts';
import { RowInserter } from './row-inserter.ts';
import { clearCutOff, clearSource } from './clear-source.ts';
import { ItemWriter } from './write-items.ts';
import { PartWriter, isPart, type AttachmentContent } from './write-parts.ts';
import { writeAccount, writeAccountLink, writeConversation, writeParticipant } from './write-people.ts';
import type { WriterParts } from './writer-parts.ts';

/** What ingest knows of a record beyond what the parser says. */
export interface RecordContext {
  readonly logState: LogState;
  /** Parallel to `from.at`. */
  readonly ranges: RecordRanges;
  /** For attachments: the file of the exhibit that holds the content; null when none was found. */
  readonly content?: AttachmentContent | null;
}

const ISSUE_COLUMNS = ['id', 'source', 'exhibit', 'severity', 'code', 'place', 'stored', 'detail', 'at', 'item'];

/** Pages of the log between checkpoints while a source is read: 128 MiB, so that a page is written home less often. */
const BULK_PAGES = 16_384;
/** The same at other times: SQLite's own. */
const USUAL_PAGES = 1000;

/** How far the writer came. */
export interface Written {
  readonly records: number;
  readonly items: number;
  readonly issues: number;
}

/**
 * Writes one source into the case: `begin`, then records, issues and tallies in any order with `commit` every few
 * thousand, then `finish`; or `abort`, which leaves the source as if it had not been read. Not for two sources at once.
 */
export class CaseWriter {
  readonly #parts: WriterParts;
  readonly #items: ItemWriter;
  readonly #itemParts: PartWriter;
  readonly #locators: LocatorWriter;
  readonly #issueRows: RowInserter;
  readonly #exhibit: number | null;
  #nextIssue: number;
  readonly #recent = new RecentRows();
  #records = 0;
  #itemCount = 0;
  #issues = 0;

  private constructor(file: CaseFile, source: number) {
    const { db } = file;
    const ids = new IdGiver(db);
    this.#parts = {
      db,
      source,
      ids,
      scope: openScope,
      accounts: new KeyIds(db, source, 'account', ids),
      conversations: new KeyIds(db, source, 'conversation', ids),
      facets: new FacetIds(db, source),
      times: new TimeForms(db),
    };
    this.#items = new ItemWriter(this.#parts, (between) => {
      this.#flush();
      db.exec('COMMIT');
      between();
      db.beginWrite();
    });
    this.#itemParts = new PartWriter(this.#parts, this.#items);
    this.#locators = new LocatorWriter(db);
    this.#exhibit = db.value<number>(sql`SELECT exhibit FROM source WHERE id = ${source}`);
    this.#issueRows = new RowInserter(db, 'issue', ISSUE_COLUMNS);
    this.#nextIssue = nextId(db, 'issue');
  }

  /**
   * Clears what earlier runs left, of the source and of any that was cut off, marks it `ingesting` and opens the first
   * batch.
   */
  static begin(file: CaseFile, source: number): CaseWriter {
    clearCutOff(file.db);
    clearSource(file.db, source, 'ingesting');
    dropLooseDocuments(file.db);
    deferItemIndexes(file.db);
    file.db.pragma(`wal_autocheckpoint = ${BULK_PAGES}`);
    const writer = new CaseWriter(file, source);
    file.db.beginWrite();
    return writer;
  }

  get written(): Written {
    return { records: this.#records, items: this.#itemCount, issues: this.#issues };
  }

  /** Keeps a file that came out of one of the exhibit, and gives its id. */
  addFile(file: Omit<CaseFileRow, 'id'>): number {
    if (this.#exhibit === null) throw new Error('a source without its exhibit');
    const id = this.#parts.ids.next('file');
    insertFile(this.#parts.db)(id, this.#exhibit, file);
    return id;
  }

  /** Writes one record with its locators and gives its id in the case. */
  write(record: EvidenceRecord, context: RecordContext): number {
    this.#records += 1;
    const log = context.logState;
    const head = this.#locators.head(record, context.ranges);
    switch (record.kind) {
      case 'message':
        return this.#writeItem(this.#items.message(record, log, head), record, context);
      case 'event':
        return this.#writeItem(this.#items.event(record, log, head), record, context);
      case 'account': {
        const { id, locators } = writeAccount(this.#parts, record, log, head);
        if (locators > 0) this.#locators.addStored('account', id, record);
        return this.#locate('account', id, record, context, null, locators);
      }
      case 'conversation': {
        const { id, locators } = writeConversation(this.#parts, record, log, head);
        if (locators > 0) this.#locators.addStored('conversation', id, record);
        return this.#locate('conversation', id, record, context, null, locators);
      }
      case 'account-link':
        return this.#locate(record.kind, writeAccountLink(this.#parts, record, log, head), record, context, null);
      case 'participant':
        return this.#locate(record.kind, writeParticipant(this.#parts, record, log, head), record, context, null);
      default: {
        if (!isPart(record)) throw new Error('a record of an unknown kind');
        const { id, item } = this.#itemParts.write(record, log, head, context.content ?? null);
        return this.#locate(record.kind, id, record, context, item);
      }
    }
  }

  writeIssue(issue: Issue): void {
    this.#issues += 1;
    const item = this.#recent.itemOf(issue);
    const { severity, code, where, stored, detail } = issue;
    const short = stored?.slice(0, 200) ?? null;
    const id = this.#nextIssue;
    this.#nextIssue += 1;
    const { source } = this.#parts;
    this.#issueRows.add([id, source, this.#exhibit, severity, code, where, short, detail, locatorsText(issue), item]);
    if (item === null) this.#recent.keepIssue(id, issue);
  }

  writeTally(tally: Tally): void {
    this.#tally(tally.file, tally.table, tally.rows, tally.used, tally.skipped, true);
  }

  /** A table that no parser claims: its rows are counted and nothing more. */
  writeUnclaimed(file: string, table: string, rows: number): void {
    this.#tally(file, table, rows, 0, {}, false);
  }

  /** Ends the batch and opens the next. */
  commit(): void {
    this.#flush();
    this.#parts.db.exec('COMMIT');
    this.#parts.db.beginWrite();
  }

  /** To be called before items are looked for by their keys in the case itself. */
  indexKeys(): void {
    this.#items.indexKeys();
  }

  /** Rolls the open batch back and takes away what the batches before wrote; the source is `aborted`. */
  abort(): void {
    const { db, source } = this.#parts;
    if (db.inTransaction) db.exec('ROLLBACK');
    clearSource(db, source, 'aborted');
    ensureItemIndexes(db);
    this.#settle();
  }

  /** Brings the log home as far as readers allow. */
  #settle(): void {
    this.#parts.db.pragma(`wal_autocheckpoint = ${USUAL_PAGES}`);
    this.#parts.db.pragma('wal_checkpoint(PASSIVE)');
  }

  /**
   * Commits, resolves what was named before it was read, makes order, indexes and counts. When a step's callback throws, the
   * caller aborts. The counts wait in an open transaction for `markIngested`, so that nobody reads them of a source that is
   * not read; only the full-text index is left to do until then.
   */
  finishRecords(steps: FinishSteps): Finished {
    this.#items.indexKeys();
    this.#flush();
    this.#parts.db.exec('COMMIT');
    return finishSource(this.#parts, this.#items.places, steps);
  }

  /** Ends the run: counts and state become seen at once. `answers` are those under which the source was read, by question. */
  markIngested(answers: Readonly<Record<string, string>>): void {
    const { db, source } = this.#parts;
    db.run(sql`UPDATE source SET state = 'ingested', read_answers = ${JSON.stringify(answers)} WHERE id = ${source}`);
    db.exec('COMMIT');
    this.#settle();
  }

  /** All that is left to do after the last record, in this thread. */
  finish(): Finished {
    const { db, source } = this.#parts;
    const finished = this.finishRecords({
      onPhase: (phase) => {
        // The counts leave a transaction open.
        if (phase === 'counts') indexSource(db, source);
      },
      onJoined: () => undefined,
    });
    this.markIngested({});
    return finished;
  }

  #writeItem(id: number, record: EvidenceRecord, context: RecordContext): number {
    this.#itemCount += 1;
    return this.#locate('item', id, record, context, id);
  }

  #locate(
    kind: RecordKind,
    id: number,
    record: EvidenceRecord,
    context: RecordContext,
    item: number | null,
    first = 0,
  ) {
    this.#locators.further(kind, id, record, context.ranges, first);
    if (item !== null) {
      const issues = this.#recent.keepItem(item, record.from.at[0]);
      if (issues.length > 0) this.#issueRows.flush();
      for (const issue of issues) this.#parts.db.run(sql`UPDATE issue SET item = ${item} WHERE id = ${issue}`);
    }
    return id;
  }

  /** Writes the rows that wait for others, so that they can be read. */
  #flush(): void {
    this.#items.flush();
    this.#itemParts.flush();
    this.#locators.flush();
    this.#issueRows.flush();
  }

  #tally(file: string, name: string, rows: number, used: number, skipped: Tally['skipped'], claimed: boolean): void {
    this.#parts.db.run(sql`INSERT INTO tally (source, file, name, rows, used, skipped, claimed)
      VALUES (${this.#parts.source}, ${file}, ${name}, ${rows}, ${used}, ${JSON.stringify(skipped)}, ${claimed ? 1 : 0})
      ON CONFLICT (source, file, name) DO UPDATE SET rows = excluded.rows, used = excluded.used,
        skipped = excluded.skipped, claimed = excluded.claimed`);
  }
}

/** Locators as JSON; a rowid that is a large integer as decimal digits. */
export function locatorsText(issue: Issue): string {
  const at = issue.from?.at ?? [];
  const isWide = at.some((locator) => locator.kind === 'row' && typeof locator.rowid === 'bigint');
  if (!isWide) return JSON.stringify(at);
  return JSON.stringify(at, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
