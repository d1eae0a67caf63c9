import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { postsOn } from '../../../fixtures/scenario.ts';
import type { Fixture } from '../../../fixtures/story.ts';
import { channelNumber, identifiersOf, isHeld, numbered, storyIds, threadsOn } from '../fixture-telegram.ts';
import { ExportWriter } from './fixture-message.ts';
import { div, entry, escaped, PageWriter, plainPage, stamp } from './fixture-page.ts';

const LACKS = {
  milliseconds: 'the service has whole seconds',
  replies: 'an answer names the number of a message, without a copy of it',
  'media-replies': 'the same',
  revoked: 'what was deleted for everyone is not on the server any more',
  'revoked-rows': 'what was deleted for everyone is not on the server any more',
  'revoked-by': 'the same',
  'revoked-time': 'the same',
  receipts: 'not exported',
  'poll-votes': 'counts, without names',
  contacts: 'a vCard is a file of its own',
  'view-once': 'not told apart from other media that destroy themselves',
  timers: 'of media alone',
  'system-lines': 'the app writes no line for descriptions, administrators, numbers and blocking; tests of the parser tell of its own',
  'system-persons': 'members are written by name alone',
  'old-subjects': 'the line holds the new title alone',
  'encryption-notices': 'the app has none',
  membership: 'lists of members are not exported',
  'past-members': 'the same',
  broadcasts: 'the app has none; stories are told by tests of the parser',
  communities: 'the app has none',
  'community-links': 'the app has none',
  subscribers: 'not exported',
  calls: 'whether a call had video is not written; tests of the parser tell of calls',
  'hidden-ids': 'accounts have one number',
  drafts: 'not exported',
  'media-hash': 'not written',
  stars: 'the app has none',
} as const; // prettier-ignore

const LACKS_PAGES = {
  ...LACKS,
  'server-ids': 'pages name no chat and no account by number',
  'system-times': 'lines of the service have no time on pages',
  edits: 'not on pages',
  mentions: 'who is meant is not on pages',
  reactions: 'without times, and since September 2024 alone; tests of the parser tell them',
  owner: 'by name alone, which names nobody for certain',
} as const;

/** Messages on a page: few, that chats have more pages than one. */
const ON_A_PAGE = 200;

/** Writes what a device's owner would have exported with Telegram Desktop, on a computer whose clock shows UTC. */
export const fixture: Fixture = {
  parser: 'telegram-desktop',
  variants: ['unix-times', 'numbered-ids', 'html'],
  platforms: ['android'],
  lacks: LACKS,
  lacksIn: (variant) =>
    variant === 'html'
      ? LACKS_PAGES
      : variant === 'unix-times'
        ? LACKS
        : { ...LACKS, reactions: 'exported since September 2024 alone' },
  identifiersOf,
  threadIdOf: (thread) => `channel${channelNumber(thread)}`,
  storyIdsOf: storyIds,
  write(story, { root, device }, variant) {
    const folder = join(root, 'DataExport_2025-05-01');
    const writer = new ExportWriter(story, device, variant === 'numbered-ids', variant === 'html');
    const held = new Set([...postsOn(story, device.id)].map(({ serverId }) => serverId));
    const chats = threadsOn(story, device).map((thread, index) => {
      const place = `chats/chat_${String(index + 1).padStart(3, '0')}`;
      const messages = numbered(story)
          .filter(([, post]) => post.thread === thread.id && held.has(post.serverId) && isHeld(post))
          .map(([id, post]) => writer.messageOf(id, post, thread, place, (path, bytes) => {
            mkdirSync(dirname(join(folder, path)), { recursive: true });
            writeFileSync(join(folder, path), bytes);
          })); // prettier-ignore
      return { ...writer.headOf(thread), messages };
    });
    mkdirSync(folder, { recursive: true });
    if (variant === 'html') {
      writePages(folder, chats, writer.account());
      return;
    }
    const whole = { ...writer.account(), chats: { about: 'This page lists all chats from this export.', list: chats } };
    writeFileSync(join(folder, 'result.json'), JSON.stringify(whole, null, 1));
  },
};

/** The same export as pages: a summary, lists, and for each chat its pages. */
function writePages(
  folder: string,
  chats: readonly (object & { readonly messages: readonly object[] })[],
  account: object,
): void {
  // prettier-ignore
  const save = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const list: string[] = [];
  for (const [index, chat] of chats.entries()) {
    const { name, type } = chat as { name?: string; type?: string };
    const place = `chats/chat_${String(index + 1).padStart(3, '0')}`;
    const title = name ?? 'Deleted Account';
    const kind = type === 'personal_chat' ? 'private' : type?.endsWith('channel') === true ? 'channel' : 'group';
    const { length } = chat.messages;
    const count = length === 0 ? 'No messages' : length === 1 ? '1 message' : `${length} messages`;
    list.push(entry(title, [count], kind, length === 0 ? null : `../${place}/messages.html`));
    for (let at = 0; at < length; at += ON_A_PAGE) {
      const number = at === 0 ? '' : String(at / ON_A_PAGE + 1);
      const page = new PageWriter('../../').page(title, chat.messages.slice(at, at + ON_A_PAGE), '../../lists/chats.html'); // prettier-ignore
      save(`${place}/messages${number}.html`, page);
    }
  }
  const { personal_information: own, contacts } = account as { personal_information: Record<string, string>; contacts: { list: Record<string, string>[] } }; // prettier-ignore
  const rows = [['First name', own.first_name], ['Phone number', own.phone_number], ['Username', own.username], ['Bio', own.bio]].map(([label, value]) => div('row', `${div('label details', label ?? '')}${div('value bold', escaped(value ?? ''))}`)); // prettier-ignore
  const at = stamp(new Date(Date.UTC(2025, 0, 2, 9))).slice(0, 19);
  const people = contacts.list.map((one) => entry(one.first_name ?? '', [one.phone_number ?? ''], at, null, `ID: ${String(one.user_id)}`)); // prettier-ignore
  const session = entry('Telegram Desktop 5.5.5', ['192.0.2.17 – Germany', `Last active: ${at}`, `Created: ${at}`], null, null); // prettier-ignore
  save('lists/chats.html', plainPage('../', 'Chats', div('entry_list', list.join(''))));
  save('lists/contacts.html', plainPage('../', 'Contacts', div('entry_list', people.join(''))));
  save('lists/sessions.html', plainPage('../', 'Sessions', div('entry_list', session)));
  save('export_results.html', plainPage('', 'Exported Data', div('personal_info clearfix', div('rows names', rows.join(''))))); // prettier-ignore
}
