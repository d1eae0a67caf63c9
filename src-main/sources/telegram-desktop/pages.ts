import type { Extracted, Issue, Provenance } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { statedZone } from '../stated-zone.ts';
import { exportIssue } from '../export-issue.ts';
import type { Block } from './page-blocks.ts';
import { aboutCount, chatPage } from './page-chat.ts';
import { conversationOf, openChat } from './page-chats.ts';
import type { ChatEntry } from './page-chats.ts';
import { PageCounts } from './page-counts.ts';
import { aboutBlock } from './page-issues.ts';
import { chatEntryOf, entryOnPage, isListKnown, personalAccount, personalOf } from './page-lists.ts';
import { findClass, hasClass, lineOf } from './page-node.ts';
import { orderOf } from './page-order.ts';
import { PagePeople } from './page-people.ts';
import { placeOf } from './page-reading.ts';
import type { Page, PageReading } from './page-reading.ts';
import { besideBlocks, placeOfStep, stepsOfPage } from './page-steps.ts';
import { SeenMessages } from './seen-messages.ts';

/** Chats by the folder of their pages, as the list of chats names them. */
type Entries = Map<string, ChatEntry>;

/** Reads an export's pages: its summary, its lists, then chat by chat. Memory grows with chats, names and eight bytes a message. */
export async function* readPages(found: Detection, run: Run): AsyncGenerator<Extracted> {
  const { summary, lists, chats } = orderOf(found);
  const entries: Entries = new Map();
  const reading = readingOf(run);
  const isOver = (): boolean => run.signal.aborted;
  const totalBytes = Object.values(found.files).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let bytes = 0;
  const tell = (page: Page): void => {
    bytes += page.file.sizeBytes;
    run.progress(bytes, totalBytes, 'bytes');
  };
  if (summary !== null) yield* listPage('', summary, found.files, reading, entries, run);
  if (reading.ownName === null) yield exportIssue(fileOf(found), null, 'note', 'owner-unknown', null, 'The export does not say whose account it is of.'); // prettier-ignore
  for (const { name, page } of lists) {
    if (isOver()) return;
    yield* listPage(name, page, found.files, reading, entries, run);
    tell(page);
  }
  for (const { folder, pages } of chats) {
    const chat = openChat(folder, entries.get(folder) ?? null);
    entries.delete(folder);
    for (const page of pages) {
      if (isOver()) return;
      yield* chatPage(page, chat, found.files, reading, run);
      tell(page);
    }
    const [first] = pages;
    if (first !== undefined && !isOver()) yield* aboutCount(chat, first);
  }
  if (isOver()) return;
  yield* withoutPages(entries, found);
  yield* atTheEnd(found, reading);
}

type OpenReading = { -readonly [Name in keyof PageReading]: PageReading[Name] };

function readingOf(run: Run): OpenReading {
  const { owner = '' } = run.answers;
  return {
    zone: statedZone(run),
    people: new PagePeople(owner === '' ? null : owner),
    seen: new SeenMessages(),
    ownName: null,
    said: { times: false, offsets: false, lines: false },
  };
}

/** A page that holds no messages: the summary (`''`), or a list by its name. */
async function* listPage(
  list: string,
  page: Page,
  known: Detection['files'],
  reading: OpenReading,
  entries: Entries,
  run: Run,
): AsyncGenerator<Extracted> {
  // prettier-ignore
  const { file } = page;
  const counts = new PageCounts(file);
  for await (const steps of stepsOfPage(file, run)) {
    if (run.signal.aborted) return;
    for (const step of steps) {
      if (step.kind !== 'block') {
        yield* besideBlocks(step, file, counts);
        continue;
      }
      const { block } = step;
      const at = placeOfStep(file, step);
      const from: Provenance = { at: [at], state: 'live' };
      if (['page_header', 'page_about'].some((one) => hasClass(block.node, one)) || block.node.name === 'head') {
        counts.skip('header, link or notice of a page');
        continue;
      }
      counts.use();
      if (list === '' && hasClass(block.node, 'personal_info')) {
        const personal = personalOf(block);
        reading.ownName = personal.name;
        yield* personalAccount(personal, at);
      } else if (list === '' && hasClass(block.node, 'section')) yield* section(block, page, known, from);
      else if (list === 'chats' && hasClass(block.node, 'entry')) listChat(block, page, entries, at);
      else if (list !== '' && list !== 'chats' && hasClass(block.node, 'entry') && isListKnown(list)) yield* entry(list, block, page, reading, at); // prettier-ignore
      else yield exportIssue(file, from, 'warning', 'unknown-code', lineOf(block.node), 'A part of the page that is not known; nothing was read from it.'); // prettier-ignore
      yield* aboutBlock(block, file, from);
    }
  }
  yield counts.tally();
}

function listChat(block: Block, page: Page, entries: Entries, at: ReturnType<typeof placeOfStep>): void {
  const { place, entry: one } = chatEntryOf(block, at, page);
  const folder = place === null ? `entry@${at.offset}` : place.slice(0, Math.max(0, place.lastIndexOf('/')));
  entries.set(entries.has(folder) ? `entry@${at.offset}` : folder, one);
}

function* entry(
  list: string,
  block: Block,
  page: Page,
  reading: PageReading,
  at: ReturnType<typeof placeOfStep>,
): Generator<Extracted> {
  // prettier-ignore
  let count = 0;
  for (const one of entryOnPage(list, block, at, reading)) {
    count += 1;
    yield one;
  }
  if (count === 0) yield exportIssue(page.file, { at: [at], state: 'live' }, 'note', 'unknown-code', lineOf(block.node), 'The entry names no account that is told apart from others; it is kept as its words.'); // prettier-ignore
}

/** A part of the export that its summary counts: one that is not there, or not read, is named. */
function* section({ node }: Block, page: Page, known: Detection['files'], from: Provenance): Generator<Extracted> {
  const place = placeOf(page, (node.attributes.get('href') ?? '').replace(/#allow_back$/u, ''));
  const counted = lineOf(findClass(node, 'counter'));
  const stored = `${lineOf(findClass(node, 'label')) ?? ''}: ${counted ?? ''}`;
  if (place !== null && known[place] === undefined && counted !== '0') {
    if (place.endsWith('.html')) yield exportIssue(page.file, from, 'warning', 'rows-missing-in-sequence', stored, 'The summary counts entries of a page that the export does not hold.'); // prettier-ignore
    else yield exportIssue(page.file, from, 'warning', 'unknown-code', stored, 'This part of the export is not read; it lies at the place named.'); // prettier-ignore
  }
}

/** Chats that the list names and of which there is no page. */
function* withoutPages(entries: Entries, found: Detection): Generator<Extracted> {
  for (const [folder, one] of entries) {
    const chat = openChat(folder, one);
    yield conversationOf(chat, `${found.root === '' ? '' : `${found.root}/`}${folder}`, one.at);
    if (!/^(?:No |$)/u.test(one.count ?? ''))
      yield exportIssue(fileOf(found), { at: [one.at], state: 'live' }, 'warning', 'rows-missing-in-sequence', one.count, 'The list of chats counts messages of a chat whose pages the export does not hold.'); // prettier-ignore
  }
}

function* atTheEnd(found: Detection, { said, zone, people }: PageReading): Generator<Extracted> {
  const about = (severity: Issue['severity'], code: Issue['code'], stored: string | null, detail: string): Issue =>
    exportIssue(fileOf(found), null, severity, code, stored, detail);
  if (said.times && zone === null && said.offsets)
    yield about('note', 'time-zone-unstated', null, "Times are those of the exporting computer's clock. The offset that stands behind them is that of its zone's standard time, in summer too, and was not applied."); // prettier-ignore
  if (said.times && zone === null && !said.offsets)
    yield about('note', 'time-zone-unstated', null, "Times are those of the exporting computer's clock; the export names no zone."); // prettier-ignore
  if (said.lines)
    yield about('note', 'time-out-of-range', null, 'Lines of the service have no time on pages; the day above them is kept with each, and their order is that of the page.'); // prettier-ignore
  if (people.owner !== null && !people.ownerWrote)
    yield about('warning', 'owner-unknown', people.owner, 'The owner that was stated wrote nothing in this export.');
}

/** The page by which the export was found. */
function fileOf(found: Detection): Detection['files'][string] {
  const [first] = Object.values(found.files);
  if (first === undefined) throw new Error('an export without pages');
  return first;
}
