import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CaseWriter, type AttachmentContent, type CaseFile, type Finished, type RecordRanges } from '../case/index.ts';
import type { EvidenceTree } from '../evidence/index.ts';
import type { Attachment, EvidenceRecord, Issue, Locator } from '../model/index.ts';
import type { Detection, SourceParser } from '../sources/parser.ts';
import { EvidenceUnreadable, passingName } from '../sqlite/index.ts';
import { openBatches } from './batches.ts';
import type { FullText } from './full-text.ts';
import { CellContents } from './cell-contents.ts';
import { cellRanges, type CellRanges } from './cell-ranges.ts';
import { prepareCopies, type Copies } from './copies.ts';
import { currentMessages } from './current-messages.ts';
import { earlierOf } from './earlier-state.ts';
import { openRun, type EvidenceRun } from './evidence-run.ts';
import { issueOf } from './issues.ts';
import { openLedger } from './ledger.ts';
import { matchMedia, rememberingNames, type MediaIndex, type NamedIndex } from './media.ts';
import { rowStates, type RowStates } from './row-states.ts';
import { SealedContents } from './sealed-content.ts';

/** One source to be read into the case. */
export interface IngestRequest {
  readonly file: CaseFile;
  readonly source: number;
  readonly parser: SourceParser;
  readonly detection: Detection;
  readonly tree: EvidenceTree;
  readonly media: MediaIndex;
  readonly answers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** The source is now marked as being read. */
  readonly onBegin?: () => void;
  readonly onProgress: (phase: string, done: number, total: number | null, unit: 'rows' | 'bytes') => void;
  readonly fullText: FullText;
  /** Looks for a cancellation where the thread cannot turn; may abort `signal`. */
  readonly listen: () => void;
}

/** What was written; `issues` counts those that this run recorded by severity. */
export interface Ingested {
  readonly records: number;
  readonly finished: Finished;
}

/**
 * Reads one source into the case: every record with its byte ranges and what the log says of its row, then what only the
 * state without the log holds, then the ledger. Rejects with the signal's reason when cancelled, and with whatever the
 * parser throws; the source is then `aborted`, and nothing of it is left in the case.
 */
export async function ingestSource(request: IngestRequest): Promise<Ingested> {
  const { file, detection, signal } = request;
  request.onProgress('copying', 0, null, 'bytes');
  const copies = await prepareCopies(request.tree, Object.values(detection.files), file.workDir, signal);
  const scratchDir = passingName(join(file.workDir, 'scratch'));
  const writer = CaseWriter.begin(file, request.source);
  request.onBegin?.();
  try {
    for (const issue of copies.issues) writer.writeIssue(issue);
    const states = rowStates(copies.differences);
    await readCurrent(request, copies, states, writer, scratchDir);
    writer.commit();
    if (states.hasEarlier) writer.indexKeys();
    if (states.hasEarlier) await readEarlier(request, copies, states, writer, scratchDir);
    const onPhase = (phase: string): void => {
      request.onProgress(phase, 0, null, 'rows');
      request.listen();
      signal.throwIfAborted();
    };
    const finished = writer.finishRecords({
      onPhase,
      onJoined: () => {
        request.fullText.joined();
      },
    });
    onPhase('full text');
    await request.fullText.complete(signal);
    writer.markIngested(request.answers);
    return { records: writer.written.records, finished };
  } catch (error) {
    await request.fullText.stop();
    writer.abort();
    throw error;
  } finally {
    rmSync(scratchDir, { recursive: true, force: true });
  }
}

/** First reading: the databases as the app would open them. */
async function readCurrent(
  request: IngestRequest,
  copies: Copies,
  states: RowStates,
  writer: CaseWriter,
  scratchDir: string,
): Promise<void> {
  const ledger = openLedger();
  const ranges = cellRanges(copies.byFile, 'with-log');
  const run = runOf(request, copies, 'with-log', scratchDir, (issue) => {
    writer.writeIssue(issue);
  });
  const batches = batchesOf(request, writer);
  const media = rememberingNames(request.media);
  const { tree, media: files, signal, listen } = request;
  const cells = new CellContents({ files, addFile: (row) => writer.addFile(row) }, copies.byFile);
  const sealed = new SealedContents({ tree, files, signal, listen, addFile: (row) => writer.addFile(row) });
  try {
    try {
      for await (const extracted of request.parser.read(request.detection, run)) {
        if (extracted.kind === 'issue') writer.writeIssue(extracted);
        else if (extracted.kind === 'tally') {
          ledger.add(extracted);
          writer.writeTally(extracted);
        } else {
          const found =
            extracted.kind === 'attachment' ? contentOf(extracted, request, media, { sealed, cells }) : NO_CONTENT;
          writeCurrent(extracted, found instanceof Promise ? await found : found, states, ranges, writer);
        }
        const turn = batches.step();
        if (turn !== null) await turn;
      }
    } catch (error) {
      // The evidence became unreadable in the middle of it: what was read is kept.
      if (!(error instanceof EvidenceUnreadable)) throw error;
      writer.writeIssue(issueOf('error', 'database-damaged', request.detection.root, error.detail));
    }
    const { issues, unclaimed } = ledger.close(run.opened.values());
    for (const issue of [...issues, ...ranges.misses()]) writer.writeIssue(issue);
    for (const table of unclaimed) writer.writeUnclaimed(table.file, table.table, table.rows);
  } finally {
    run.close();
    cells.close();
    ranges.close();
  }
}

/** What ingest finds of an attachment's content. */
interface FoundContent {
  readonly content: AttachmentContent | null;
  readonly issues: readonly Issue[];
}

const NO_CONTENT: FoundContent = { content: null, issues: [] };

/** A promise for an encrypted file alone: waiting for each attachment would take time. */
function contentOf(
  record: Attachment,
  request: IngestRequest,
  media: NamedIndex,
  contents: { readonly sealed: SealedContents; readonly cells: CellContents },
): FoundContent | Promise<FoundContent> {
  const inRow = record.cell === undefined ? null : contents.cells.find(record);
  if (inRow !== null && inRow.file !== null) return { content: { file: inRow.file, matchedBy: 'row' }, issues: [] };
  const { content, matchedBy, issues: said } = matchMedia(record, request.detection.root, media);
  const issues = [...(inRow?.issues ?? []), ...said];
  if (content === null || matchedBy === null) return { content: null, issues };
  const { sealed } = record;
  // What was found by its hash or name lies there in plain.
  if (sealed === undefined || matchedBy !== 'path') return { content: { file: content.id, matchedBy }, issues };
  return contents.sealed
    .shown(record, sealed, content)
    .then((shown) => ({ content: { file: shown.file, matchedBy }, issues: [...issues, ...shown.issues] }));
}

function writeCurrent(
  record: EvidenceRecord,
  found: FoundContent,
  states: RowStates,
  ranges: CellRanges,
  writer: CaseWriter,
): void {
  const logState = logStateOf(record.from.at[0], states);
  const context = { logState, ranges: rangesOf(record, ranges) };
  writer.write(record, record.kind === 'attachment' ? { ...context, content: found.content } : context);
  for (const issue of found.issues) writer.writeIssue(issue);
}

/** Second reading: the database files alone, for what the log took away or wrote over. */
async function readEarlier(
  request: IngestRequest,
  copies: Copies,
  states: RowStates,
  writer: CaseWriter,
  scratchDir: string,
): Promise<void> {
  const ranges = cellRanges(copies.byFile, 'without-log');
  const run = runOf(request, copies, 'without-log', scratchDir, ignore, (table, name) =>
    states.earlierRows(table, name),
  );
  const batches = batchesOf(request, writer);
  const current = currentMessages(request.file, request.source);
  request.onProgress('without the log', 0, null, 'rows');
  try {
    for await (const extracted of request.parser.read(request.detection, run)) {
      const turn = batches.step();
      if (turn !== null) await turn;
      if (extracted.kind === 'tally') continue;
      if (extracted.kind === 'issue') {
        if (isOfEarlierRow(extracted, states)) writer.writeIssue(extracted);
        continue;
      }
      const first = extracted.from.at[0];
      const logKind = copies.byFile.get(first.file)?.log?.kind;
      if (logKind === undefined) continue;
      const earlier = earlierOf(extracted, states, logKind, current);
      if (earlier === null) continue;
      writer.write(earlier.record, { logState: earlier.log, ranges: rangesOf(earlier.record, ranges) });
    }
  } catch (error) {
    // What the log adds to the file that it replaces is read already: that is kept.
    if (!(error instanceof EvidenceUnreadable)) throw error;
    const detail = `without its log the database could not be read to the end: ${error.detail}`;
    writer.writeIssue(issueOf('error', 'database-damaged', request.detection.root, detail));
  } finally {
    run.close();
    ranges.close();
  }
}

/** The first reading has recorded what this one would say again, but of rows that only this one gives. */
function isOfEarlierRow({ from }: Issue, states: RowStates): boolean {
  return from?.at.some((locator) => logStateOf(locator, states) === 'only-without') === true;
}

/** The first reading has opened the same files. */
function ignore(_issue: Issue): void {
  return;
}

function runOf(
  request: IngestRequest,
  copies: Copies,
  state: 'with-log' | 'without-log',
  scratchDir: string,
  onIssue: (issue: Issue) => void,
  wanted?: RowStates['earlierRows'],
): EvidenceRun {
  const { tree, answers, signal, onProgress } = request;
  const phase = state === 'with-log' ? 'reading' : 'without the log';
  return openRun({
    tree,
    copies: copies.byFile,
    plain: copies.plain,
    state,
    scratchDir,
    answers,
    signal,
    onIssue,
    ...(wanted !== undefined && { wanted }),
    onProgress: (done, total, unit) => {
      onProgress(phase, done, total, unit);
    },
  });
}

function batchesOf(request: IngestRequest, writer: CaseWriter): ReturnType<typeof openBatches> {
  return openBatches(
    () => {
      writer.commit();
      request.fullText.committed();
    },
    request.signal,
    request.listen,
  );
}

function logStateOf(locator: Locator, states: RowStates): ReturnType<RowStates['of']> {
  return locator.kind === 'row' ? states.of(locator.file, locator.table, locator.rowid, locator.key) : 'both';
}

function rangesOf(record: EvidenceRecord, ranges: CellRanges): RecordRanges {
  return record.from.at.map((locator) => ranges.of(locator));
}
