import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Extracted } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { Directory } from './directory.ts';
import { exportIssue } from '../export-issue.ts';
import { recordsOf } from './message.ts';
import { countEnvelopes } from './read-envelopes.ts';
import type { Context } from './message.ts';
import { People } from './people.ts';
import { Recalls } from './recalls.ts';
import { Rooms } from './rooms.ts';
import { readRows } from './rows.ts';

/**
 * Reads an archive in two passes: one that finds what was called back later, one that yields. Memory grows with accounts, groups and
 * recalls, not with messages.
 */
export async function* read(found: Detection, run: Run): AsyncGenerator<Extracted> {
  if (found.variant === 'unreadable') {
    // What is opened and not read is listed with its rows.
    for (const file of Object.values(found.files)) if ((await run.tree.schemaOf(file)) !== null) run.database(file);
    return;
  }
  // The signal changes while this waits.
  const isOver = (): boolean => run.signal.aborted;
  const archives = filesOf(found, 'archive');
  if (found.variant === 'enveloped') {
    for (const file of archives) yield* countEnvelopes(file, run);
    return;
  }
  const directory = new Directory();
  for (const file of filesOf(found, 'directory')) {
    if (isOver()) return;
    yield* directory.add(file, await textOf(run, file));
  }
  if (isOver()) return;
  const recalls = new Recalls();
  for (const [number, file] of archives.entries())
    for await (const rows of readRows(run.tree, run.bytes(file), file, number, { having: '"recall"' })) {
      for (const row of rows) recalls.note(row);
      if (isOver()) return;
    }
  const context: Context = {
    people: new People(directory.people),
    rooms: new Rooms(directory.groups),
    recalls,
  };
  for (const [number, file] of archives.entries()) {
    let count = 0;
    let blank = 0;
    for await (const rows of readRows(run.tree, run.bytes(file), file, number, { blank: () => (blank += 1) })) {
      for (const row of rows) {
        yield* recordsOf(row, context);
        if (isOver()) return;
      }
      count += rows.length;
      const last = rows.at(-1);
      if (last !== undefined) run.progress(last.offset + last.length, file.sizeBytes, 'bytes');
    }
    yield {
      kind: 'tally',
      file: file.sha256,
      table: 'objects',
      rows: count + blank,
      used: count,
      skipped: blank === 0 ? {} : { 'empty line': blank },
    };
  }
  for (const [id, recall] of recalls.unmet()) {
    const [first] = archives;
    if (first !== undefined)
      yield exportIssue(first, recall.from, 'note', 'unresolved-reference', id, 'The message that was called back is not in the archive.'); // prettier-ignore
  }
  for (const { event, named, issues } of directory.events) {
    for (const identifier of named) yield* context.people.meet(identifier, event.from);
    yield event;
    yield* issues;
    if (isOver()) return;
  }
  yield* context.people.rest();
  yield* context.rooms.rest();
}

function filesOf(found: Detection, role: 'archive' | 'directory'): readonly EvidenceFile[] {
  return Object.entries(found.files)
    .filter(([name]) => name.startsWith(`${role}-`))
    .map(([, file]) => file);
}

/** Lists of a company are held whole: detection takes none beyond 64 MiB. */
async function textOf(run: Run, file: EvidenceFile): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of run.bytes(file)) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
