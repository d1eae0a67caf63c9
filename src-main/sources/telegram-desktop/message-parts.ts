import type { Attachment, Extracted, Key, Provenance, Reaction } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import type { FileNamed } from './content.ts';
import { accountKey } from '../telegram-people.ts';
import { senderPeer } from './peers.ts';
import type { Reading } from './reading.ts';
import { timeOf } from './times.ts';

/** The file that a message names; one that the export does not hold keeps the app's words for why. */
export function attachment(one: FileNamed, message: Key, index: number, from: Provenance): Attachment {
  const isBelow = one.isPath && !one.stored.startsWith('/') && !one.stored.split(/[/\\]/u).includes('..');
  return {
    kind: 'attachment',
    key: `${message}/attachment/${index}`,
    from,
    message,
    type: one.type,
    mediaType: one.mediaType,
    name: one.name,
    caption: null,
    path: one.isPath ? one.stored : null,
    candidates: isBelow ? [one.stored] : [],
    sha256: null,
    sizeBytes: one.sizeBytes,
    durationS: one.durationS,
    width: one.width,
    height: one.height,
    thumbnail: null,
    transcript: null,
    ...(!one.isPath && { stored: { placeholder: one.stored } }),
  };
}

/**
 * The reactions to a message: one for each account that the export names among the recent ones, and the rest of each count without
 * accounts.
 */
export function* reactions(fields: JsonFields, message: Key, from: Provenance, reading: Reading): Generator<Extracted> {
  for (const [index, one] of fields.objects('reactions').entries()) {
    const type = one.text('type');
    const emoji = one.text('emoji') ?? one.text('document_id') ?? type;
    const count = one.whole('count') ?? 0;
    const recent = one.objects('recent');
    const reaction = (part: string, more: Pick<Reaction, 'account' | 'count' | 'time'>): Reaction => ({
      kind: 'reaction',
      key: `${message}/reaction/${index}${part}`,
      from,
      message,
      emoji,
      ...more,
      stored: { type, ...one.rest('reactions.') },
    });
    for (const [place, who] of recent.entries()) {
      const name = who.text('from');
      const account = senderPeer(who.value('from_id'), reading.outline.form, (chat) => reading.chats.has(chat));
      if (account !== null) yield* reading.people.meet(account, name, from);
      const { time } = timeOf(who, 'date', 'reacted', reading.zone);
      yield reaction(`/${place}`, { account: account === null ? null : accountKey(account), count: 1, time });
    }
    if (count > recent.length) yield reaction('', { account: null, count: count - recent.length, time: null });
  }
}
