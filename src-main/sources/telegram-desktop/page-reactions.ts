import type { Extracted, Key, Provenance, Reaction } from '../../model/index.ts';
import type { PageChat } from './page-chats.ts';
import { allOfClass, elementsOf, findClass, lineOf } from './page-node.ts';
import type { PageNode } from './page-node.ts';
import { colourOf } from './page-parts.ts';
import type { PagePeople } from './page-people.ts';

/**
 * The reactions below a message: one for each account that is named, and the rest of each count without accounts. Pages have no times of
 * them. Source: `pushMessage` of Telegram Desktop's `export_output_html.cpp` at 929032d598; since September 2024.
 */
export function* pageReactions(
  node: PageNode,
  message: Key,
  chat: PageChat,
  from: Provenance,
  people: PagePeople,
): Generator<Extracted> {
  for (const [index, one] of allOfClass(node, 'reaction').entries()) {
    const shown = findClass(one, 'emoji');
    const link = shown === null ? undefined : elementsOf(shown).find(({ name }) => name === 'a');
    const href = link?.attributes.get('href') ?? '';
    // A hand stands for any picture of one's own.
    const emoji = link === undefined ? (lineOf(shown) ?? 'none shown') : href === '' ? 'custom emoji' : href;
    const counted = lineOf(findClass(one, 'count'));
    const count = /^\d{1,9}$/u.test(counted ?? '') ? Number(counted) : null;
    const stored = { class: one.attributes.get('class') ?? null, shown: lineOf(shown), count: counted };
    const reaction = (part: string, account: Key | null, times: number): Reaction => ({
      kind: 'reaction',
      key: `${message}/reaction/${index}${part}`,
      from,
      message,
      account,
      emoji,
      count: times,
      time: null,
      stored,
    });
    const pictures = allOfClass(findClass(one, 'userpics') ?? { ...one, children: [] }, 'userpic');
    for (const [place, picture] of pictures.entries()) {
      const name = findClass(picture, 'initials')?.attributes.get('title')?.trim() ?? '';
      if (name === '') {
        yield reaction(`/${place}`, null, 1);
        continue;
      }
      const author = { name, colour: colourOf(picture) };
      yield* people.meet(chat, author, from, 'userpic');
      yield reaction(`/${place}`, people.keyOf(chat, author), 1);
    }
    const rest = (count ?? pictures.length) - pictures.length;
    if (rest > 0) yield reaction('', null, rest);
  }
}
