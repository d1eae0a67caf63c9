import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Extracted, Issue, Provenance } from '../../model/index.ts';
import { exportIssue } from '../export-issue.ts';
import type { Block, BlockFlaw } from './page-blocks.ts';
import { lineOf, textWithin } from './page-node.ts';
import type { PageMessage } from './page-row.ts';
import { dayOf } from './page-times.ts';

const FLAWS: Readonly<Record<BlockFlaw, readonly [Issue['severity'], Issue['code'], string]>> = {
  unclosed: ['warning', 'undecodable-payload', 'The element does not end before the next one begins, or the page does; what stands between is read as part of it.'],
  crossed: ['warning', 'undecodable-payload', 'Tags in the element end what did not begin, or not in its order, which the app does not write.'],
  cut: ['error', 'size-limit', 'The element is larger or deeper than is read; its first part alone was, and the rest lies at the place named.'],
  bytes: ['warning', 'undecodable-text', 'Bytes in the element are no UTF-8; they are shown as replacement characters, and lie at the place named.'],
  comment: ['warning', 'undecodable-payload', 'A comment stands in the element, which the app does not write; it lies at the place named.'],
  'within-line': ['warning', 'undecodable-payload', 'The element begins within a line, which the app does not write: it may have come out of the words of another message.'],
}; // prettier-ignore

/** Says what of an element is not as the app writes it. */
export function* aboutBlock({ flaws, node }: Block, file: EvidenceFile, from: Provenance): Generator<Extracted> {
  for (const flaw of flaws) {
    const [severity, code, detail] = FLAWS[flaw];
    // Writers of February to November 2024 leave a message with buttons open.
    if (flaw === 'unclosed' && hasButtons(node))
      yield exportIssue(file, from, 'note', code, null, 'The message has buttons and is not ended on the page, as the app wrote it in 2024.'); // prettier-ignore
    else yield exportIssue(file, from, severity, code, null, detail);
  }
}

function hasButtons(node: Block['node']): boolean {
  return node.children.some((one) => typeof one !== 'string' && (one.attributes.get('class') === 'bot_buttons_table' || hasButtons(one))); // prettier-ignore
}

/** What is in doubt of a message on a page. */
export function* aboutMessage(read: PageMessage): Generator<Extracted> {
  const { page, from, id, isAgain, parts, stamp, media, chat } = read;
  const issue = (severity: Issue['severity'], code: Issue['code'], stored: string | null, detail: string): Issue =>
    exportIssue(page.file, from, severity, code, stored, detail);
  if (isAgain) yield issue('note', 'duplicate-row', String(id), 'The chat holds a message of this number before; both are kept.'); // prettier-ignore
  if (id === null)
    yield issue('warning', 'unknown-column-type', null, 'The message has no number; answers cannot lead to it.');
  if (read.isAlone)
    yield issue('warning', 'unresolved-reference', null, 'The message names nobody, and none before it says who wrote it; it is kept without sender.'); // prettier-ignore
  if (stamp === null)
    yield issue('warning', 'time-out-of-range', parts.date?.attributes.get('title') ?? null, 'The message has no time of 2000 to 2100; it is kept without one.'); // prettier-ignore
  const shown = parts.date === null ? null : lineOf(parts.date);
  if (stamp !== null && shown !== null && !stamp.stored.includes(` ${shown}:`))
    yield issue('warning', 'time-out-of-range', shown, 'The time that the page shows is another than the one behind it; one of the two was changed.'); // prettier-ignore
  if (stamp !== null && chat.day !== null && chat.day.text !== dayOf(stamp))
    yield issue('warning', 'time-out-of-range', chat.day.text, 'The message stands below a day that is not its own; one of the two was changed or moved.'); // prettier-ignore
  if (media?.isKnown === false)
    yield issue('warning', 'unknown-code', media.typeStored, 'A kind of media that is not known; its values are kept as stored.'); // prettier-ignore
  const [, second] = parts.media;
  const odd = second ?? parts.others[0];
  if (odd !== undefined)
    yield issue('warning', 'unknown-code', odd.attributes.get('class') ?? odd.name, 'A part of the message that is not known; its words are kept as stored.'); // prettier-ignore
  if (parts.between !== null)
    yield issue('warning', 'unknown-code', parts.between, 'Words stand between the parts of the message, where the app writes none; they are kept as stored.'); // prettier-ignore
  if (parts.replyTo !== null && textWithin(parts.replyTo).trim() === '')
    yield issue('warning', 'unknown-code', null, 'A part of the message that is not known; its words are kept as stored.'); // prettier-ignore
}
