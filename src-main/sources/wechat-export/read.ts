import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Extracted, Provenance } from '../../model/index.ts';
import { folderFrom } from '../folder-from.ts';
import { doubtsOf } from '../json-doubts.ts';
import type { Detection, Run } from '../parser.ts';
import { statedZone } from '../stated-zone.ts';
import type { FileFacts } from './file-facts.ts';
import { PICTURES } from './form.ts';
import type { Form } from './form.ts';
import { forms } from './forms.ts';
import { exportIssue } from '../export-issue.ts';
import { People } from './people.ts';
import { recordsOf } from './record.ts';
import type { Context } from './record.ts';
import { Rooms } from './rooms.ts';
import { placeOf, rowsOf } from './rows.ts';
import type { Ending, Row } from './rows.ts';
import { isJson } from './statements.ts';
import { LIST, surveyExport } from './survey.ts';
import type { Survey } from './survey.ts';

/** Reads one export in two passes: one that learns whose it is and what it says of itself, one that yields. Memory does not grow with messages. */
export async function* read(found: Detection, run: Run): AsyncGenerator<Extracted> {
  const form = forms.find(({ variant }) => variant === found.variant);
  const files = filesOf(found, 'export');
  const lists = filesOf(found, 'names');
  const [first] = files;
  if (form === undefined || first === undefined) return;
  const survey = await surveyExport(form, files, lists, run);
  if (run.signal.aborted) return;
  yield* aboutExport(form, first, survey, run);
  const people = new People(survey.owner, survey.listed);
  const shared = { people, rooms: new Rooms(people), owner: survey.owner, zone: statedZone(run) };
  // Where several files are of one conversation, what one of them says of it holds for the messages of the others.
  if (form.sourceFolder !== undefined)
    for (const facts of survey.facts) yield* shared.rooms.rest(form.conversations?.(facts) ?? [], facts);
  // The signal changes while this waits.
  const isOver = (): boolean => run.signal.aborted;
  for (const [number, facts] of survey.facts.entries()) {
    yield* readFile(form, number, facts, { ...shared, folder: folderFrom(found.root, facts.file.path) }, run);
    if (isOver()) return;
  }
  for (const facts of survey.facts) yield* shared.rooms.rest(form.conversations?.(facts) ?? [], facts);
  for (const file of lists) yield* listTally(file, run);
  yield* people.rest();
}

function filesOf(found: Detection, role: 'export' | 'names'): readonly EvidenceFile[] {
  return Object.entries(found.files).flatMap(([name, file]) => (name.startsWith(`${role}-`) ? [file] : []));
}

/** The account of a list of names: what of it is no account of the tool's form is an issue. */
async function* listTally(file: EvidenceFile, run: Run): AsyncGenerator<Extracted> {
  const ending: Ending = { isWhole: true };
  let rows = 0;
  for await (const some of rowsOf(run.bytes(file), LIST, ending))
    for (const row of some) {
      rows += 1;
      if (row.fields === null) yield notWhole(file, { at: [placeOf(file, row)], state: 'live' });
      if (run.signal.aborted) return;
    }
  if (!ending.isWhole) yield exportIssue(file, null, 'error', 'undecodable-payload', null, CUT);
  if (ending.isSound === false) yield exportIssue(file, null, 'warning', 'undecodable-payload', null, UNSOUND);
  yield { kind: 'tally', file: file.sha256, table: 'pieces', rows, used: rows, skipped: {} };
}

/** A tool writes sound JSON: commas that are missing or too many come of something that happened to the file since. */
const UNSOUND =
  'Commas, colons or brackets of the file are not those of JSON; what stands between them was read piece by piece.';

const CUT =
  'The file ends inside a list, an object, quotes or a message: it is cut off, and what followed is not in it.';

async function* readFile(
  form: Form,
  number: number,
  facts: FileFacts,
  context: Context,
  run: Run,
): AsyncGenerator<Extracted> {
  // prettier-ignore
  const { file } = facts;
  if (facts.isTorn)
    yield exportIssue(file, null, 'warning', 'undecodable-payload', null, 'Statements of the file contradict each other about what it is of; no conversation and no owner was taken from them.'); // prettier-ignore
  const ending: Ending = { isWhole: true };
  let rows = 0;
  const skipped: Record<string, number> = {};
  for await (const some of rowsOf(run.bytes(file), form.layoutOf?.(file.path) ?? form.layout, ending)) {
    for (const row of some) {
      rows += 1;
      const passed = yield* readRow(
        form,
        row,
        `message:${number}:${row.offset}${row.part === undefined ? '' : `.${row.part}`}`,
        facts,
        context,
      );
      if (passed !== null) skipped[passed] = (skipped[passed] ?? 0) + 1;
      if (run.signal.aborted) return;
    }
    const last = some.at(-1);
    if (last !== undefined) run.progress(last.offset + last.length, file.sizeBytes, 'bytes');
  }
  if (!ending.isWhole) yield exportIssue(file, null, 'error', 'undecodable-payload', null, CUT);
  if (ending.isSound === false) yield exportIssue(file, null, 'warning', 'undecodable-payload', null, UNSOUND);
  const used = rows - Object.values(skipped).reduce((sum, count) => sum + count, 0);
  yield { kind: 'tally', file: file.sha256, table: 'pieces', rows, used, skipped };
}

/** The records of a row; returns why it was passed over, null where it was not. */
function* readRow(
  form: Form,
  row: Row,
  key: string,
  facts: FileFacts,
  context: Context,
): Generator<Extracted, string | null> {
  // prettier-ignore
  if (row.isBlank) return 'empty line or comment';
  const { file } = facts;
  const at = placeOf(file, row);
  const from: Provenance = { at: [at], state: 'live' };
  if (!row.decodable)
    yield exportIssue(file, from, 'warning', 'undecodable-text', null, 'Bytes of this piece are no UTF-8; letters may be wrong.'); // prettier-ignore
  if (row.isCut) yield exportIssue(file, from, 'error', 'size-limit', null, 'What stands here is longer than 4 MiB; its first part alone was read.'); // prettier-ignore
  const role = form.role(row);
  if (role !== 'message' && role !== PICTURES && row.fields === null && isOdd(row)) yield notWhole(file, from);
  if (role === 'statement') return null;
  if (role !== 'message') return role.passed;
  if (row.fields === null) {
    yield notWhole(file, from);
    return null;
  }
  if (row.text !== null) {
    const { hasRepeatedName, hasHalfCharacter } = doubtsOf(row.text, row.fields.all);
    if (hasRepeatedName)
      yield exportIssue(file, from, 'warning', 'undecodable-payload', null, 'The object names a member more than once; the last one is read, and all lie at the place named.'); // prettier-ignore
    if (hasHalfCharacter)
      yield exportIssue(file, from, 'warning', 'undecodable-text', null, 'A text in the object holds half of a character, which no encoding can show; it lies at the place named.'); // prettier-ignore
  }
  for (const record of recordsOf(form.read(row.fields, facts, row), key, at, facts, context)) yield record;
  return null;
}

/** A piece that is no JSON, or an entry of a list that is no object. */
function isOdd({ text, path }: Row): boolean {
  if (text === null) return false;
  return !isJson(text) || (path.length === 2 && typeof path[1] === 'number');
}

function notWhole(file: EvidenceFile, from: Provenance): Extracted {
  return exportIssue(file, from, 'error', 'undecodable-payload', null, 'What stands here is no whole object or record of the export, or is longer than 4 MiB; no message was read from it.'); // prettier-ignore
}

/** What holds for the whole export. */
function* aboutExport(form: Form, file: EvidenceFile, { owner, isTorn }: Survey, run: Run): Generator<Extracted> {
  if (owner === null)
    yield exportIssue(file, null, 'note', 'owner-unknown', null, isTorn ? 'The messages that the export marks as sent have several senders; none is taken for the account that it is of.' : 'The export does not say which account it is of.'); // prettier-ignore
  if (form.marksNoLines === true)
    yield exportIssue(file, null, 'note', 'unknown-code', null, 'The tool does not mark lines of the app, such as recalls: they read as texts that came in, in a group under a name that the tool puts there.'); // prettier-ignore
  if (!form.asksZone) return;
  const { zone = '' } = run.answers;
  if (zone !== '' && statedZone(run) === null)
    yield exportIssue(file, null, 'warning', 'time-zone-unstated', zone, 'The zone that was stated is not known; times are shown as stored.'); // prettier-ignore
  yield exportIssue(file, null, 'note', 'time-zone-unstated', null, statedZone(run) === null ? 'Times are local times of the computer on which the tool ran; the export states no zone.' : `Times were read in the zone that the examiner stated: ${zone}.`); // prettier-ignore
}
