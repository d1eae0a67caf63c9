import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Extracted } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { readFrames } from './frame-bytes.ts';
import { issueAt } from './reading.ts';

/** Where contents lie, below the folder of the snapshots. */
const FOLDER = 'files';

/** Names beyond this many are not compared. */
const MOST_NAMES = 1_000_000;

/** A field of text, its number 1, and the name of a file. Source: signalapp/Signal-Android at 8eb0b2f9601318883ed432dcbaa8ae1d782fe77d, protowire/LocalArchive.proto (`FilesFrame`). */
const NAME_FIELD = 0x0a;
const NAME = /^[0-9a-f]{64}$/u;

/** Names of files that attachments of a snapshot lead to. */
export class FileNames {
  readonly #names = new Set<string>();

  /** False where there were more than are compared. */
  get areAll(): boolean {
    return this.#names.size < MOST_NAMES;
  }

  note(extracted: Extracted): void {
    if (extracted.kind !== 'attachment' || !this.areAll) return;
    for (const path of extracted.candidates) if (path.startsWith(`${FOLDER}/`)) this.#names.add(baseOf(path));
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * What the snapshot's own list of files names, and what lies in the folder that all snapshots share, beside what attachments lead to:
 * the key of a file stands with its attachment alone.
 */
export async function* readSnapshotFiles(found: Detection, run: Run, names: FileNames): AsyncGenerator<Extracted> {
  const { list } = found.files;
  if (list === undefined || !names.areAll) return;
  // The signal changes while this waits.
  const isOver = (): boolean => run.signal.aborted;
  const listed = yield* readList(list, run, names);
  if (isOver()) return;
  let others = 0;
  for await (const { path } of run.tree.glob(found.root === '' ? `${FOLDER}/**` : `${found.root}/${FOLDER}/**`)) {
    const name = baseOf(path);
    if (NAME.test(name) && !names.has(name)) others += 1;
    if (isOver()) return;
  }
  if (others > 0) yield issueAt('note', 'unresolved-reference', null, list.path, String(others), `${others} files in the folder that snapshots share are named by no attachment of this one: they are of another snapshot, or of messages that are gone. Their keys are not in it.`); // prettier-ignore
  if (listed > 0) yield issueAt('warning', 'unresolved-reference', null, list.path, String(listed), `${listed} files that the snapshot lists as its own are named by none of its attachments that were read.`); // prettier-ignore
}

/** Gives how many names of the list no attachment leads to. */
async function* readList(file: EvidenceFile, run: Run, names: FileNames): AsyncGenerator<Extracted, number> {
  let [rows, used, strays, odd] = [0, 0, 0, 0];
  for await (const frames of readFrames(run.bytes(file)))
    for (const { bytes } of frames) {
      rows += 1;
      const name = bytes === null ? null : nameIn(bytes);
      if (name === null) odd += 1;
      else if (names.has(name)) used += 1;
      else strays += 1;
      if (run.signal.aborted) return 0;
    }
  if (odd > 0) yield issueAt('error', 'undecodable-payload', null, file.path, String(odd), `${odd} entries of the list of files are no names of files, or cut off.`); // prettier-ignore
  const skipped = { ...(strays > 0 && { [STRAY]: strays }), ...(odd > 0 && { [ODD]: odd }) };
  yield { kind: 'tally', file: file.sha256, table: 'mediaName', rows, used, skipped };
  return strays;
}

const STRAY = 'a name of a file that no attachment leads to, which an issue counts';
const ODD = 'an entry of the list that is no name, which an issue counts';

/** Null for what is no such field alone. */
function nameIn(bytes: Uint8Array): string | null {
  if (bytes[0] !== NAME_FIELD || bytes[1] !== bytes.length - 2) return null;
  const name = Buffer.from(bytes.subarray(2)).toString('latin1');
  return NAME.test(name) ? name : null;
}
