import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Extracted, Issue } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { statedZone } from '../stated-zone.ts';
import { decideOrder } from './date-order.ts';
import type { DateOrder, OrderDecision } from './date-order.ts';
import { EntryJoiner } from './entry-joiner.ts';
import { readLines } from '../text-lines.ts';
import { findOwner } from './owner.ts';
import { People } from './people.ts';
import { EXPORT_LIMITS, messageRecords } from './record.ts';
import type { Context } from './record.ts';
import { surveyExport } from './survey.ts';
import type { Survey } from './survey.ts';
import { titleOf } from './title.ts';

const CONVERSATION = 'conversation';

/** Reads one export: a pass that surveys dates and names, then a pass that yields. Memory does not grow with the file. */
export async function* read(found: Detection, run: Run): AsyncGenerator<Extracted> {
  const file = found.files.text;
  if (file === undefined) return;
  if (file.sizeBytes === 0) {
    yield* emptyExport(file);
    return;
  }
  const survey = await surveyExport(run.bytes(file));
  const decision = decideOrder(survey.runs, statedOrder(run.answers['date-order']));
  const zone = statedZone(run);
  if (survey.stamped > 0) yield* aboutDates(file, decision, zone, survey);
  yield* aboutLines(file, survey);
  yield* aboutAnswers(file, run.answers, decision, survey);
  const owner = findOwner(survey, run.answers.owner ?? '');
  if (owner === null)
    yield aboutFile(
      file,
      'note',
      'owner-unknown',
      'The export does not say whose phone made it; no message is marked as outgoing.',
    );
  const people = new People(file.sha256, owner);
  const context: Context = {
    file,
    root: found.root,
    zone,
    owner: owner?.name ?? null,
    isMarked: survey.marked > 0,
    people,
    conversation: CONVERSATION,
  };
  yield conversation(file, survey, people);
  const joiner = new EntryJoiner(survey, decision);
  let count = 0;
  for await (const lines of readLines(run.bytes(file))) {
    for (const line of lines) {
      const entry = joiner.add(line);
      if (entry === null) continue;
      for (const record of messageRecords(entry, count++, context)) yield record;
    }
    if (run.signal.aborted) return;
    const last = lines.at(-1);
    if (last !== undefined) run.progress(last.offset + last.length, file.sizeBytes, 'bytes');
  }
  const last = joiner.end();
  if (last !== null) yield* messageRecords(last, count++, context);
  yield* people.participants(CONVERSATION);
  if (EXPORT_LIMITS.includes(count))
    yield aboutFile(
      file,
      'warning',
      'count-at-export-limit',
      `The export holds ${count} messages, a number at which the app may cut an export short.`,
    );
  yield {
    kind: 'tally',
    file: file.sha256,
    table: 'lines',
    rows: joiner.lines,
    used: joiner.lines - joiner.leading,
    skipped: joiner.leading > 0 ? { 'line before the first time stamp': joiner.leading } : {},
  };
}

function* emptyExport(file: EvidenceFile): Generator<Extracted> {
  const detail =
    'The file bears the name of an export and is empty (0 bytes): no message was read from it. Compare it with the original, and ask for the export anew.';
  yield aboutFile(file, 'error', 'schema-unknown', detail);
  yield { kind: 'tally', file: file.sha256, table: 'lines', rows: 0, used: 0, skipped: {} };
}

function statedOrder(answer: string | undefined): DateOrder | null {
  return answer === 'day-first' || answer === 'month-first' ? answer : null;
}

function* aboutDates(
  file: EvidenceFile,
  decision: OrderDecision,
  zone: string | null,
  survey: Survey,
): Generator<Issue> {
  if (decision.mixed) yield aboutFile(file, 'warning', 'date-order-mixed', decision.reason);
  else {
    const order = decision.orders.includes('day-first') ? 'day first' : 'month first';
    const severity = decision.settledBy === 'assumed' ? 'warning' : 'note';
    yield aboutFile(file, severity, 'date-order-assumed', `Dates were read ${order}. ${decision.reason}`);
  }
  for (const [era, count] of survey.eras) {
    const detail = `${count} time stamps have years of the ${ERAS[era] ?? era}, which were converted.`;
    yield aboutFile(file, 'note', 'date-order-assumed', detail);
  }
  const detail =
    zone === null
      ? 'Times are local times of the exporting phone; the export states no zone.'
      : `Times were read in the zone that the examiner stated: ${zone}.`;
  yield aboutFile(file, 'note', 'time-zone-unstated', detail);
}

/** Answers of the examiner that could not be used; nothing of them is dropped without a word. */
function* aboutAnswers(
  file: EvidenceFile,
  answers: Run['answers'],
  decision: OrderDecision,
  survey: Survey,
): Generator<Issue> {
  const { zone = '', owner = '' } = answers;
  if (zone !== '' && statedZone({ answers }) === null)
    yield unused(file, 'time-zone-unstated', zone, 'The zone that was stated is not known; times are shown as stored.');
  if (owner !== '' && !survey.writers.has(owner))
    yield unused(file, 'owner-unknown', owner, 'The owner that was stated wrote nothing in this export.');
  const order = statedOrder(answers['date-order']);
  const usesIt = decision.settledBy === 'examiner' || decision.orders.every((used) => used === order);
  if (order !== null && !usesIt)
    yield unused(
      file,
      'date-order-assumed',
      order,
      'The stated order of day and month was not used: numbers above 12 settle another.',
    );
}

function unused(file: EvidenceFile, code: Issue['code'], stored: string, detail: string): Issue {
  return { ...aboutFile(file, 'warning', code, detail), stored };
}

const ERAS: Readonly<Record<string, string>> = {
  buddhist: 'Buddhist era',
  japanese: 'Japanese eras',
  persian: 'Persian calendar',
  islamic: 'Islamic calendar (Umm al-Qura)',
};

/** What the layouts of a file's lines leave in doubt. */
function* aboutLines(file: EvidenceFile, survey: Survey): Generator<Issue> {
  if (survey.stamped === 0) {
    const detail = 'No line begins with a time stamp of a layout that is known; nothing of the file was read.';
    yield aboutFile(file, 'error', 'schema-unknown', detail);
  } else if (survey.unread > 0) {
    const detail = `${survey.unread} lines begin like a time stamp that is not known; each is kept in the message before it.`;
    yield aboutFile(file, 'warning', 'schema-unknown', detail);
  }
  if (survey.pasted > 0) {
    const detail = `${survey.pasted} lines are in the layout of messages copied out of the app, which no export uses; each is kept in the message before it.`;
    yield aboutFile(file, 'note', 'schema-unknown', detail);
  }
  const [most, ...rest] = [...survey.forms].sort((a, b) => b[1] - a[1]);
  if (most !== undefined && rest.length > 0) {
    const others = rest.map(([form, count]) => `${count} ${form}`).join(', ');
    const detail = `The file has more than one layout: ${most[1]} lines ${most[0]}, ${others}. Exports may have been joined, or lines of one pasted into a message; all are read as messages.`;
    yield aboutFile(file, 'warning', 'schema-unknown', detail);
  }
}

function aboutFile(file: EvidenceFile, severity: Issue['severity'], code: Issue['code'], detail: string): Issue {
  return { kind: 'issue', severity, code, from: null, where: file.path, stored: null, detail };
}

function conversation(file: EvidenceFile, survey: Survey, people: People): Extracted {
  const title = titleOf(file.path);
  const authors = [...survey.writers.values()].filter((count) => count >= 2).length;
  return {
    kind: 'conversation',
    key: CONVERSATION,
    from: { at: [{ kind: 'bytes', file: file.sha256, offset: 0, length: file.sizeBytes }], state: 'live' },
    type: authors > 2 ? 'group' : 'unknown',
    identifier: file.path,
    title,
    account: authors <= 2 && title !== null && survey.writers.has(title) ? people.keyOf(title) : null,
    parent: null,
    created: null,
    archived: null,
    hidden: null,
    description: null,
    draft: null,
    disappearingS: null,
  };
}
