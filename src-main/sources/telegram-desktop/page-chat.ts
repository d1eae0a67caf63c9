import type { Extracted, Provenance } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { exportIssue } from '../export-issue.ts';
import type { Block } from './page-blocks.ts';
import { conversationOf } from './page-chats.ts';
import type { PageChat } from './page-chats.ts';
import { PageCounts } from './page-counts.ts';
import { aboutBlock } from './page-issues.ts';
import { lineKind, lineOnPage, lineText } from './page-line.ts';
import { messageOnPage } from './page-message.ts';
import { findClass, hasClass, lineOf } from './page-node.ts';
import { placeOf } from './page-reading.ts';
import type { Page, PageReading } from './page-reading.ts';
import { besideBlocks, placeOfStep, stepsOfPage } from './page-steps.ts';

/** The records of one page of a chat. `known`: paths of the export's pages below its folder. */
export async function* chatPage(
  page: Page,
  chat: PageChat,
  known: Detection['files'],
  reading: PageReading,
  run: Run,
): AsyncGenerator<Extracted> {
  // prettier-ignore
  const { file } = page;
  const counts = new PageCounts(file);
  // The app joins no message to one of another page, and sets the day above the first of each.
  chat.before = null;
  chat.day = null;
  for await (const steps of stepsOfPage(file, run)) {
    if (run.signal.aborted) return;
    for (const step of steps) {
      if (step.kind !== 'block') {
        yield* besideBlocks(step, file, counts);
        if (step.kind === 'lost') chat.before = null;
        continue;
      }
      const { block } = step;
      const at = placeOfStep(file, step);
      const isMessage = hasClass(block.node, 'message');
      if (isMessage || hasClass(block.node, 'page_header')) yield* meet(chat, isMessage ? null : block, page, at);
      if (isMessage) yield* item(block, page, chat, reading, counts, at);
      else yield* furniture(block, page, chat, known, counts, { at: [at], state: 'live' });
      if (isMessage || block.flaws.has('cut')) yield* aboutBlock(block, file, { at: [at], state: 'live' });
      if (block.flaws.has('cut')) chat.before = null;
    }
  }
  yield counts.tally();
}

/** Yields the conversation when a page first names it, or holds the first message of it. */
function* meet(
  chat: PageChat,
  header: Block | null,
  page: Page,
  at: ReturnType<typeof placeOfStep>,
): Generator<Extracted> {
  // prettier-ignore
  const title = header === null ? null : lineOf(findClass(header.node, 'text'));
  if (chat.isTold) {
    if (title !== null && title !== chat.title)
      yield exportIssue(page.file, { at: [at], state: 'live' }, 'warning', 'unresolved-reference', title, 'The page names another chat than the first page of its folder; its messages are kept with that one.'); // prettier-ignore
    return;
  }
  chat.isTold = true;
  chat.title = title;
  yield conversationOf(chat, page.file.path, at);
}

function* item(
  block: Block,
  page: Page,
  chat: PageChat,
  reading: PageReading,
  counts: PageCounts,
  at: ReturnType<typeof placeOfStep>,
): Generator<Extracted> {
  // prettier-ignore
  const [, digits] = /^message(-?\d{1,15})$/u.exec(block.node.attributes.get('id') ?? '') ?? [];
  const id = digits === undefined ? null : Number(digits);
  if (hasClass(block.node, 'service')) {
    const text = lineText(block);
    const kind = lineKind(text, id);
    if (kind === 'line') {
      chat.count += 1;
      counts.use();
      yield* lineOnPage(block, id, page, chat, reading);
      chat.position += 1;
    } else {
      counts.skip(kind === 'day' ? 'day above messages' : 'word of a page that a chat is empty');
      if (kind === 'day') chat.day = { text, at };
    }
    chat.before = null;
    return;
  }
  chat.count += 1;
  counts.use();
  if (!hasClass(block.node, 'default'))
    yield exportIssue(page.file, { at: [at], state: 'live' }, 'warning', 'unknown-code', block.node.attributes.get('class') ?? null, 'A type of message that is not known; its values are kept as stored.'); // prettier-ignore
  yield* messageOnPage(block, id, page, chat, reading);
  chat.position += 1;
}

/** What stands around the messages: names of the chat, and links to the pages before and behind. */
function* furniture(
  block: Block,
  page: Page,
  chat: PageChat,
  known: Detection['files'],
  counts: PageCounts,
  from: Provenance,
): Generator<Extracted> {
  // prettier-ignore
  const { node } = block;
  if (node.name === 'head' || hasClass(node, 'page_header') || hasClass(node, 'pagination')) {
    counts.skip('header, link or notice of a page');
    const place = hasClass(node, 'pagination') ? placeOf(page, node.attributes.get('href') ?? '') : null;
    if (place !== null && known[place] === undefined)
      yield exportIssue(page.file, from, 'warning', 'rows-missing-in-sequence', place, 'The page leads to another one that the export does not hold: messages of the chat may be missing.'); // prettier-ignore
    return;
  }
  counts.use();
  yield exportIssue(page.file, from, 'warning', 'unknown-code', lineOf(node), 'A part of the page that is not known; nothing was read from it.'); // prettier-ignore
  chat.before = null;
}

/** Where the list of chats counts other than what the pages hold. */
export function* aboutCount(chat: PageChat, page: Page): Generator<Extracted> {
  const [, digits, none] = /^(?:(\d{1,9})|(No)) (?:outgoing )?messages?$/u.exec(chat.entry?.count ?? '') ?? [];
  const counted = none === undefined ? Number(digits ?? NaN) : 0;
  if (chat.entry === null || Number.isNaN(counted) || counted === chat.count) return;
  const from: Provenance = { at: [chat.entry.at], state: 'live' };
  yield exportIssue(page.file, from, 'warning', 'rows-missing-in-sequence', chat.entry.count, `The list of chats counts other messages than the ${chat.count} that the pages of the chat hold.`); // prettier-ignore
}
