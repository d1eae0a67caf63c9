import type { BytesLocator, Extracted, Message, Provenance } from '../../model/index.ts';
import { exportIssue } from '../export-issue.ts';
import type { Block } from './page-blocks.ts';
import type { PageChat } from './page-chats.ts';
import { fileOnPage } from './page-message.ts';
import { findClass, textWithin } from './page-node.ts';
import { linkedMessage } from './page-parts.ts';
import type { Page, PageReading } from './page-reading.ts';
import { pageLine, UNSUPPORTED } from './page-service.ts';
import { isDay } from './page-times.ts';

/** What a line of the service is: the day of the messages below it, the word that a chat is empty, or a message of its own. */
export function lineKind(text: string, id: number | null): 'day' | 'empty' | 'line' {
  if (id === null || id >= 0) return 'line';
  if (isDay(text)) return 'day';
  return text === 'No exported messages' ? 'empty' : 'line';
}

/** The words of a line of the service. */
export function lineText({ node }: Block): string {
  return textWithin(findClass(node, 'body') ?? node).trim();
}

/** The records of a line of the service, which has no time on a page: the day above it is kept beside. */
export function* lineOnPage(
  block: Block,
  id: number | null,
  page: Page,
  chat: PageChat,
  reading: PageReading,
): Generator<Extracted> {
  // prettier-ignore
  const { node, offset, length } = block;
  const at: BytesLocator = { kind: 'bytes', file: page.file.sha256, offset, length };
  const { day } = chat;
  const from: Provenance = { at: day === null ? [at] : [at, day.at], state: 'live' };
  const isAgain = id !== null && !reading.seen.add(chat.folder, id);
  const place = `@${page.file.path.slice(page.file.path.lastIndexOf('/') + 1)}:${offset}`;
  const key = `message:${chat.folder}:${id ?? ''}${id === null || isAgain ? place : ''}`;
  const text = lineText(block);
  const isUnsupported = text === UNSUPPORTED;
  const line = pageLine(text, chat.type === 'group');
  const body = findClass(node, 'body');
  const linked = body === null ? null : linkedMessage(body);
  reading.said.lines = true;
  const record: Message = {
    kind: 'message',
    key,
    from,
    conversation: chat.key,
    sender: null,
    direction: 'unknown',
    serverId: null,
    times: [],
    order: chat.position,
    type: isUnsupported ? 'unknown' : 'system',
    typeStored: isUnsupported ? 'not supported' : line.actionStored,
    body: isUnsupported || text === '' ? null : text,
    status: null,
    forwarded: null,
    edited: null,
    deleted: null,
    viewOnce: false,
    starred: false,
    expires: null,
    system: isUnsupported ? null : { action: line.action, actionStored: line.actionStored, actor: null, affected: [], before: null, after: line.after }, // prettier-ignore
    stored: {
      id,
      ...(day !== null && { day: day.text }),
      ...(linked !== null && { linked_message: linked }),
      ...(isUnsupported && { line: text }),
    },
  };
  yield record;
  const href = findClass(node, 'userpic_link')?.attributes.get('href') ?? '';
  if (href !== '') {
    const name = href.slice(href.lastIndexOf('/') + 1);
    yield fileOnPage({ type: 'image', href, name, durationS: null, width: null, height: null, stored: {} }, key, 0, from, page); // prettier-ignore
  }
  if (isAgain) yield exportIssue(page.file, from, 'note', 'duplicate-row', String(id), 'The chat holds a message of this number before; both are kept.'); // prettier-ignore
  if (isUnsupported)
    yield exportIssue(page.file, from, 'warning', 'undecodable-payload', null, 'The app that exported did not know this kind of message: the export holds its number alone.'); // prettier-ignore
  else if (line.doubt === 'unknown')
    yield exportIssue(page.file, from, 'warning', 'unknown-code', text, 'A line of the service whose words are not known; it is kept as its text.'); // prettier-ignore
  else if (line.doubt === 'more-than-one')
    yield exportIssue(page.file, from, 'warning', 'unknown-code', text, 'The line can be read as more than one action, for a name in it may hold such words; it is kept as its text.'); // prettier-ignore
}
