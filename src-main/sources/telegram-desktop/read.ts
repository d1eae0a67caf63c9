import type { JsonStep } from '../../evidence/decode/json-walk.ts';
import { isUtf8 } from 'node:buffer';
import type { EvidenceFile } from '../../evidence/tree.ts';
import type { BytesLocator, Extracted, Provenance } from '../../model/index.ts';
import { doubtsOf } from '../json-doubts.ts';
import type { JsonFields } from '../json-fields.ts';
import { parseObject } from '../json-object.ts';
import type { Detection, Run } from '../parser.ts';
import { statedZone } from '../stated-zone.ts';
import { Chats } from './chats.ts';
import { exportIssue } from '../export-issue.ts';
import { listed, personal } from './lists.ts';
import { recordsOf } from './message.ts';
import { isChat, LISTS, readOutline, walk } from './outline.ts';
import type { ChatHead, Outline } from './outline.ts';
import { People } from '../telegram-people.ts';
import type { Owner } from '../telegram-people.ts';
import { readPages } from './pages.ts';
import type { Reading } from './reading.ts';
import { SeenMessages } from './seen-messages.ts';

/**
 * Reads an export in two passes: one over the heads of its chats, one that yields. Memory grows with chats, accounts and
 * eight bytes a message.
 */
export async function* read(found: Detection, run: Run): AsyncGenerator<Extracted> {
  if (found.variant === 'html') yield* readPages(found, run);
  const { result: file } = found.files;
  if (file === undefined) return;
  // The signal changes while this waits.
  const isOver = (): boolean => run.signal.aborted;
  if (isOver()) return;
  const outline = await readOutline(file, run.bytes(file));
  const owner = ownerOf(outline);
  const reading: Reading = {
    file,
    zone: statedZone(run),
    outline,
    people: new People(owner),
    chats: new Chats(outline.chats),
    seen: new SeenMessages(),
  };
  if (owner === null)
    yield exportIssue(file, null, 'note', 'owner-unknown', null, 'The export does not say whose account it is of.');
  if (outline.personal !== null) yield* personal(outline.personal, reading);
  const counts = new Counts(file);
  let chat = -1;
  let isUnstated = false;
  for await (const steps of walk(run.bytes(file))) {
    for (const step of steps) {
      if (isOver()) return;
      if (step.kind === 'open' && isChat(step.path)) {
        chat += 1;
        const head = outline.chats[chat];
        if (head !== undefined) yield* reading.chats.meet(head, reading.people, null);
        if (head !== undefined && head.repeated.length > 0) yield repeated(file, head);
      }
      if (step.kind === 'broken') yield broken(file, step);
      if (step.kind !== 'value') continue;
      for (const one of recordsOfValue(step, outline.chats[step.path === 'messages[]' ? 0 : chat], reading, counts)) {
        isUnstated ||= one.kind === 'message' && one.times[0]?.zone === 'unstated';
        yield one;
      }
    }
    const last = steps.at(-1);
    if (last !== undefined) run.progress(last.offset, file.sizeBytes, 'bytes');
  }
  if (isUnstated)
    yield exportIssue(file, null, 'note', 'time-zone-unstated', null, "Times are those of the exporting computer's clock; the export names no zone."); // prettier-ignore
  yield* counts.tallies();
}

/** By the export's own statement, else by the chat with oneself, which bears the account's number. */
function ownerOf({ personal: stated, chats }: Outline): Owner | null {
  const id = stated?.fields.whole('user_id') ?? null;
  if (id !== null) return { identifier: `user${id}`, claim: 'personal_information of the export' };
  const own = chats.find(({ type, id: number }) => type === 'saved_messages' && number !== null);
  return own === undefined ? null : { identifier: own.identifier, claim: 'number of the chat of saved messages' };
}

/** Parts of an export that are read elsewhere, or say nothing of the account. */
const NAMES = /^(?:(?:.*\.)?about|(?:(?:left_)?chats\.list\[\]\.)?(?:name|type|id)|personal_information)$/u;

function* recordsOfValue(
  step: Extract<JsonStep, { readonly kind: 'value' }>,
  head: Outline['chats'][number] | undefined,
  reading: Reading,
  counts: Counts,
): Generator<Extracted> {
  const list = LISTS[step.path];
  const { file } = reading;
  const at: BytesLocator = { kind: 'bytes', file: file.sha256, offset: step.offset, length: step.length };
  const from: Provenance = { at: [at], state: 'live' };
  if (list === undefined) {
    yield* unreadName(step, file, from);
    if (step.path === 'other_data')
      yield exportIssue(file, from, 'warning', 'unknown-code', step.path, 'This part of the export is not read; it lies at the place named.'); // prettier-ignore
    else if (!NAMES.test(step.path))
      yield exportIssue(file, from, 'warning', 'unknown-code', step.path, 'A part of the export that is not known; nothing was read from it.'); // prettier-ignore
    return;
  }
  counts.add(list);
  const text = step.isWhole ? repaired(step.bytes.toString('utf8')) : '';
  const fields = step.isWhole ? parseObject(text) : null;
  if (fields !== null) yield* doubtful(text, step.bytes, fields, file, from);
  if (fields === null)
    yield exportIssue(file, from, 'error', 'undecodable-payload', null, 'What stands here is not one whole object of JSON; nothing was read from it.'); // prettier-ignore
  else if (list !== 'messages') {
    let count = 0;
    for (const one of listed(list, fields, at, reading)) {
      count += 1;
      yield one;
    }
    if (count === 0) counts.skip(list);
  } else if (head !== undefined) yield* recordsOf({ head, fields, from, offset: step.offset }, reading);
}

/** Says what of an element its value does not hold; the bytes lie at its place. */
function* doubtful(
  text: string,
  bytes: Buffer,
  fields: JsonFields,
  file: EvidenceFile,
  from: Provenance,
): Generator<Extracted> {
  const { hasRepeatedName, hasHalfCharacter } = doubtsOf(text, fields.all);
  if (hasRepeatedName)
    yield exportIssue(file, from, 'warning', 'undecodable-payload', null, 'The object names a member more than once; the last one is read, and all lie at the place named.'); // prettier-ignore
  if (hasHalfCharacter)
    yield exportIssue(file, from, 'warning', 'undecodable-text', null, 'A text in the object holds half of a character, which no encoding can show; it lies at the place named.'); // prettier-ignore
  if (!isUtf8(bytes))
    yield exportIssue(file, from, 'warning', 'undecodable-text', null, 'Bytes in the object are no UTF-8; they are shown as replacement characters, and lie at the place named.'); // prettier-ignore
}

/** What a chat is called, or which it is, where no value of JSON says so. */
function* unreadName(
  step: Extract<JsonStep, { readonly kind: 'value' }>,
  file: EvidenceFile,
  from: Provenance,
): Generator<Extracted> {
  const text = step.bytes.toString('utf8');
  if (step.isWhole && isUtf8(step.bytes) && parseObject(`{"value":${repaired(text)}}`) !== null) return;
  yield exportIssue(file, from, 'warning', 'undecodable-payload', text, 'What stands here is no whole value of JSON in UTF-8; what it says is not certain.'); // prettier-ignore
}

/** Control characters are written as `\x1B`, which is no JSON. Source: `SerializeString` of Telegram Desktop's JSON writer. */
function repaired(text: string): string {
  if (!text.includes('\\x')) return text;
  return text.replace(/\\(?:x([0-9A-Fa-f]{2})|[^])/gu, (whole, code?: string) =>
    code === undefined ? whole : `\\u00${code}`,
  );
}

function repeated(file: EvidenceFile, { repeated: names, at: [first, ...more] }: ChatHead): Extracted {
  const from: Provenance | null = first === undefined ? null : { at: [first, ...more], state: 'live' };
  const detail =
    'The chat states its name, type or number more than once; the last one is read, and all places are named.';
  return exportIssue(file, from, 'warning', 'undecodable-payload', names.join(', '), detail);
}

function broken(
  file: EvidenceFile,
  { offset, length }: { readonly offset: number; readonly length: number },
): Extracted {
  // prettier-ignore
  const from: Provenance = { at: [{ kind: 'bytes', file: file.sha256, offset, length }], state: 'live' };
  if (length === 0)
    return exportIssue(file, null, 'error', 'undecodable-payload', null, `The export ends at byte ${offset} before its lists do: it is cut off.`); // prettier-ignore
  return exportIssue(file, from, 'error', 'undecodable-payload', null, `The ${length} bytes from byte ${offset} on are no JSON where they stand; nothing was read from them.`); // prettier-ignore
}

/** How many elements of each list were read. */
class Counts {
  readonly #rows = new Map<string, number>();
  readonly #skipped = new Map<string, number>();
  readonly #file: EvidenceFile;

  constructor(file: EvidenceFile) {
    this.#file = file;
  }

  add(list: string): void {
    this.#rows.set(list, (this.#rows.get(list) ?? 0) + 1);
  }

  skip(list: string): void {
    this.#skipped.set(list, (this.#skipped.get(list) ?? 0) + 1);
  }

  *tallies(): Generator<Extracted> {
    for (const [table, rows] of this.#rows) {
      const skipped = this.#skipped.get(table) ?? 0;
      yield {
        kind: 'tally',
        file: this.#file.sha256,
        table,
        rows,
        used: rows - skipped,
        skipped: skipped === 0 ? {} : { 'deleted account, dates alone': skipped },
      };
    }
  }
}
