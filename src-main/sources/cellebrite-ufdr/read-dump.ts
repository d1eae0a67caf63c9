import { DumpDamaged, columnsOfData, readDumpHead, readDumpRows } from '../../evidence/index.ts';
import type { DumpEntry, DumpHead, EvidenceFile } from '../../evidence/index.ts';
import type { Event, Extracted, StoredColumns } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import type { Run } from '../parser.ts';
import { reportIssue } from './context.ts';

/** The list of a dump must lie in its first bytes. */
const HEAD_BYTES = 32 * 1024 * 1024;

/** What the tables of a dump are. Source: two public readers of newer reports, which agree in these; no other table is public. */
const LISTS_OF_FILES: ReadonlySet<string> = new Set(['Nodes', 'SourceInfoNodes']);
const DEVICE = 'DeviceInfoEntries';

const REPEATED = 'row of a list of files, which the report repeats';
const UNKNOWN = 'row of a table whose meaning is not public';
const UNREAD = 'row that could not be read';

/** Reads the database dump beside a report: what it says of the device, and how many rows each other table holds. */
export async function* readDump(file: EvidenceFile, run: Run): AsyncGenerator<Extracted> {
  let head: DumpHead;
  try {
    head = readDumpHead(Buffer.from(await run.tree.head(file, HEAD_BYTES)));
  } catch (error) {
    if (!(error instanceof DumpDamaged)) throw error;
    yield reportIssue(file, 'error', 'database-damaged', null, `The dump cannot be read from byte ${error.at}: ${error.reason}. Nothing of it was read.`); // prettier-ignore
    return;
  }
  for (const entry of head.entries) {
    if (entry.kind !== 'TABLE DATA' || isCancelled(run)) continue;
    yield* readTable(file, head, entry, run);
  }
}

async function* readTable(file: EvidenceFile, head: DumpHead, entry: DumpEntry, run: Run): AsyncGenerator<Extracted> {
  const table = `${entry.schema}.${entry.name}`;
  const columns = columnsOfData(head, entry);
  const isDevice = entry.name === DEVICE;
  let rows = 0;
  let short = 0;
  try {
    const range = (start: number, end: number) => run.tree.bytes(file, start, end);
    // What comes out of a packed dump is bounded; its data are text, which packs well.
    const most = file.sizeBytes * 200 + 2 ** 30;
    for await (const fields of readDumpRows(range, entry, head.compression, file.sizeBytes, most)) {
      rows += 1;
      if (rows % 10_000 === 0 && isCancelled(run)) return;
      if (!isDevice) continue;
      if (fields.length === columns.length) yield deviceRecord(file, table, rows, columns, fields);
      else short += 1;
    }
  } catch (error) {
    if (!(error instanceof DumpDamaged)) throw error;
    yield { ...reportIssue(file, 'error', 'table-unreadable', null, `The rows of the table cannot be read on: ${error.reason}. ${rows} were read.`), where: table }; // prettier-ignore
  }
  const rest = rows - (isDevice ? short : rows);
  const reason = isDevice ? UNREAD : LISTS_OF_FILES.has(entry.name) ? REPEATED : UNKNOWN;
  const left = rows - rest;
  if (reason === UNKNOWN && rows > 0)
    yield { ...reportIssue(file, 'note', 'schema-unknown', null, `${rows} rows of the dump are of a table whose meaning is not public; they were counted.`), where: table }; // prettier-ignore
  yield { kind: 'tally', file: file.sha256, table, rows, used: rest, skipped: left > 0 ? { [reason]: left } : {} };
}

function isCancelled({ signal }: Run): boolean {
  return signal.aborted;
}

function deviceRecord(
  file: EvidenceFile,
  table: string,
  row: number,
  columns: readonly string[],
  fields: readonly (string | null)[],
): Event {
  const stored: StoredColumns = Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? null]));
  const value = stored.EntryValue;
  return {
    kind: 'event',
    key: `dump:${table}:${row}`,
    from: { at: [{ kind: 'node', file: file.sha256, path: `${table}/${row}` }], state: 'live' },
    type: 'setting',
    ...BARE_EVENT,
    body: typeof value === 'string' && value !== '' ? value : null,
    stored,
  };
}
