import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Extracted, Provenance } from '../../model/index.ts';
import { folderFrom } from '../folder-from.ts';
import { doubtsOf } from '../json-doubts.ts';
import type { Detection, Run } from '../parser.ts';
import { statedZone } from '../stated-zone.ts';
import type { Ending, Form, Piece } from './form.ts';
import { forms } from './forms.ts';
import { exportIssue } from './issues.ts';
import { People } from './people.ts';
import { recordsOf } from './record.ts';
import type { Context } from './record.ts';
import { Rooms } from './rooms.ts';
import type { Said } from './said.ts';
import { aboutOf, messageKey, surveyExport } from './survey.ts';
import type { Survey } from './survey.ts';
import { doubtOf, timestampOf } from './times.ts';

/** Reads one export in two passes: one that learns whose it is, one that yields. Memory does not grow with messages. */
export async function* read(found: Detection, run: Run): AsyncGenerator<Extracted> {
  const form = forms.find(({ variant }) => variant === found.variant);
  const files = Object.values(found.files);
  const [first] = files;
  if (form === undefined || first === undefined) return;
  const survey = await surveyExport(form, files, run);
  if (run.signal.aborted) return;
  yield* aboutExport(form, first, survey, run);
  const people = new People(survey.owner);
  const shared = { people, rooms: new Rooms(people), namedOwner: form.asksOwner ? (survey.owner?.key ?? null) : null, ownRooms: survey.ownRooms, deleted: survey.deleted, zone: statedZone(run) }; // prettier-ignore
  // The signal changes while this waits.
  const isOver = (): boolean => run.signal.aborted;
  for (const [number, file] of files.entries()) {
    yield* readFile(form, number, file, { ...shared, folder: folderFrom(found.root, file.path) }, run);
    if (isOver()) return;
  }
}

async function* readFile(
  form: Form,
  number: number,
  file: EvidenceFile,
  context: Context,
  run: Run,
): AsyncGenerator<Extracted> {
  // prettier-ignore
  const ending: Ending = { isWhole: true };
  let rows = 0;
  const skipped: Record<string, number> = {};
  for await (const some of form.pieces(run.bytes(file), aboutOf(file, number), ending)) {
    for (const piece of some) {
      rows += 1;
      yield* readPiece(file, piece, messageKey(number, piece.offset), context);
      if (piece.what !== null && 'passed' in piece.what)
        skipped[piece.what.passed] = (skipped[piece.what.passed] ?? 0) + 1;
      if (run.signal.aborted) return;
    }
    const last = some.at(-1);
    if (last !== undefined) run.progress(last.offset + last.length, file.sizeBytes, 'bytes');
  }
  if (!ending.isWhole)
    yield exportIssue(file, null, 'error', 'undecodable-payload', null, 'The file ends inside a line, a list, an object or an element: it is cut off, and what followed is not in it.'); // prettier-ignore
  if (ending.isSound === false)
    yield exportIssue(file, null, 'warning', 'undecodable-payload', null, 'Commas, colons or brackets of the file are not those of JSON; what stands between them was read piece by piece.'); // prettier-ignore
  if (ending.hasStrays === true)
    yield exportIssue(file, null, 'warning', 'undecodable-payload', null, 'Something else than elements stands between the elements of the file, which the tool does not write: bytes were changed or lost, and messages may be missing.'); // prettier-ignore
  const used = rows - Object.values(skipped).reduce((sum, count) => sum + count, 0);
  yield { kind: 'tally', file: file.sha256, table: 'pieces', rows, used, skipped };
}

function* readPiece(file: EvidenceFile, piece: Piece, key: string, context: Context): Generator<Extracted> {
  const { offset, length, what } = piece;
  const at = { kind: 'bytes', file: file.sha256, offset, length } as const;
  const from: Provenance = { at: [at], state: 'live' };
  if (!piece.decodable)
    yield exportIssue(file, from, 'warning', 'undecodable-text', null, 'Bytes of this piece are no UTF-8; letters may be wrong.'); // prettier-ignore
  if (piece.hasZeros === true)
    yield exportIssue(file, from, 'warning', 'undecodable-text', null, 'Zeros stand in this piece, which no tool writes: bytes of the file were overwritten or lost, and messages may be missing.'); // prettier-ignore
  if (piece.isCut) yield exportIssue(file, from, 'error', 'size-limit', null, 'What stands here is longer than 4 MiB; its first part alone was read.'); // prettier-ignore
  if (what === null) {
    yield exportIssue(file, from, 'error', 'undecodable-payload', null, 'What stands here is no message as the tool writes them, or is longer than 4 MiB; none was read from it.'); // prettier-ignore
    return;
  }
  if ('passed' in what) return;
  yield* doubts(file, piece, from);
  yield* recordsOf(what, key, at, context);
  yield* tell(what, file, from, context);
}

function* doubts(file: EvidenceFile, { json }: Piece, from: Provenance): Generator<Extracted> {
  if (json === undefined) return;
  const { hasRepeatedName, hasHalfCharacter } = doubtsOf(json.text, json.value);
  if (hasRepeatedName)
    yield exportIssue(file, from, 'warning', 'undecodable-payload', null, 'The object names a member more than once; the last one is read, and all lie at the place named.'); // prettier-ignore
  if (hasHalfCharacter)
    yield exportIssue(file, from, 'warning', 'undecodable-text', null, 'A text in the object holds half of a character, which no encoding can show; it lies at the place named.'); // prettier-ignore
}

/** Says of a message what could not be read of it; it is kept all the same. */
function* tell(one: Said, file: EvidenceFile, from: Provenance, { zone }: Context): Generator<Extracted> {
  if (!one.isKnown)
    yield exportIssue(file, from, 'warning', 'unknown-code', one.typeStored, 'This kind of message is not known; the message is kept as the tool wrote it.'); // prettier-ignore
  const first = one.times[0]?.stated ?? null;
  if (first === null || timestampOf(first, zone, 'sent') === null)
    yield exportIssue(file, from, 'warning', 'time-out-of-range', one.timeStored, 'The message has no time of 2000 to 2100 in a form that is known; it is kept without one.'); // prettier-ignore
  const doubt = first === null ? null : doubtOf(first, zone);
  if (doubt === 'twice')
    yield exportIssue(file, from, 'note', 'time-zone-unstated', one.timeStored, 'The clocks of the stated zone showed this time twice; the first instant was taken.'); // prettier-ignore
  if (doubt === 'never')
    yield exportIssue(file, from, 'warning', 'time-zone-unstated', one.timeStored, 'The clocks of the stated zone never showed this time: the computer may have been in another zone.'); // prettier-ignore
}

/** What holds for the whole export. */
function* aboutExport(form: Form, file: EvidenceFile, { owner, isTorn }: Survey, run: Run): Generator<Extracted> {
  if (owner === null)
    yield exportIssue(file, null, 'note', 'owner-unknown', null, isTorn ? 'The messages that the export marks as sent have several senders; none is taken for the account that it is of.' : 'The export does not say which account it is of.'); // prettier-ignore
  if (!form.asksZone) return;
  const { zone = '' } = run.answers;
  if (zone !== '' && statedZone(run) === null)
    yield exportIssue(file, null, 'warning', 'time-zone-unstated', zone, 'The zone that was stated is not known; times are shown as stored.'); // prettier-ignore
  yield exportIssue(file, null, 'note', 'time-zone-unstated', null, statedZone(run) === null ? 'Times are local times of the computer on which the tool ran; the export states no zone.' : `Times were read in the zone that the examiner stated: ${zone}.`); // prettier-ignore
}
