import type { Extracted, Key, Message, Stored, Timestamp } from '../../model/index.ts';
import { quotedCopy } from '../quoted-copy.ts';
import type { JsonFields } from '../json-fields.ts';
import { sharedId } from '../signal-accounts.ts';
import { jsonAttachment } from './attachments.ts';
import { SEND_STATES } from './codes.ts';
import { issueAt, live, timeOf } from './reading.ts';
import type { Owner } from './message-row.ts';

/** Everything that hangs on a message: answered message, reactions, receipts, mentions, previews, cards, polls, attachments. */
export function readParts(owner: Owner, editedAt: number | null): void {
  quote(owner);
  reactions(owner);
  mentions(owner, owner.json, owner.key);
  versions(owner, editedAt);
  lists(owner);
  poll(owner);
}

function quote({ reading, json, key, at, out }: Owner): void {
  const stored = json.object('quote');
  if (stored === null) return;
  const sentMs = stored.whole('id');
  const author = stored.text('authorAci') ?? stored.text('authorUuid') ?? stored.text('author');
  const body = stored.text('text');
  const serverId = sharedId(author, sentMs);
  const time = timeOf(sentMs, 'sent', at, 'json', out);
  const from = live(at);
  const sender = reading.see(author, at);
  const files = stored.objects('attachments');
  const type = body !== null || files.length === 0 ? 'text' : 'unknown';
  const rest: Record<string, Stored> = { ...stored.rest('json.') };
  for (const [index, file] of files.entries()) Object.assign(rest, file.rest(`json.attachments.${index}.`));
  out.push({
    kind: 'quote',
    key: `quote:${key}`,
    from,
    message: key,
    target: { key: null, serverId },
    sender,
    time,
    type,
    body,
    stored: rest,
  });
  const deleted = serverId === null ? undefined : reading.deleted.get(serverId);
  if (deleted !== undefined && body !== null) out.push(quotedCopy(deleted, key, body, time, at));
}

function reactions({ reading, json, key, at, out }: Owner): void {
  for (const [index, one] of json.objects('reactions').entries()) {
    const sender = one.text('fromId');
    one.leave('targetTimestamp', 'targetAuthorAci', 'targetAuthorUuid');
    out.push({
      kind: 'reaction',
      key: `reaction:${key}:${index}`,
      from: live(at),
      message: key,
      account: reading.see(sender, at),
      emoji: one.text('emoji'),
      count: 1,
      time: timeOf(one.whole('timestamp'), 'reacted', at, 'json', out),
      stored: one.rest('json.'),
    });
  }
}

/** Ranges of a text: those with an account are mentions, others its form. Source: signalapp/Signal-Desktop, ts/types/BodyRange. */
function mentions({ reading, at, out }: Owner, fields: JsonFields, key: Key): void {
  for (const [index, range] of fields.objects('bodyRanges').entries()) {
    const who = range.text('mentionAci') ?? range.text('mentionUuid');
    const account = reading.see(who, at);
    const values = range.rest('json.');
    if (account === null)
      out.push({ kind: 'detail', key: `range:${key}:${index}`, from: live(at), message: key, content: { type: 'other', name: 'bodyRanges', values } }); // prettier-ignore
    else
      out.push({ kind: 'mention', key: `mention:${key}:${index}`, from: live(at), message: key, account, name: null, stored: values }); // prettier-ignore
  }
}

/** Earlier wordings. The list begins with the present one; that of the first sending comes last. */
function versions(owner: Owner, editedAt: number | null): void {
  const { json, key, at, out } = owner;
  for (const [index, one] of json.objects('editHistory').entries()) {
    const sentMs = one.whole('timestamp');
    if (sentMs !== null && sentMs === editedAt) continue;
    const body = one.text('body');
    const time = timeOf(sentMs, 'sent', at, 'json', out);
    if (body !== null)
      out.push({ kind: 'version', key: `edit:${key}:${index}`, from: live(at), message: key, role: 'earlier', body, time, verbatim: true, stored: one.rest('json.') }); // prettier-ignore
    for (const [place, file] of one.objects('attachments').entries())
      jsonAttachment(owner, file, 'attachment', place, index);
  }
}

/** Lists of objects that become records of one kind each. */
function lists(owner: Owner): void {
  const { json, key, at, out } = owner;
  const detail = (name: string, index: number, content: Extract<Extracted, { kind: 'detail' }>['content']): void => {
    out.push({ kind: 'detail', key: `${name}:${key}:${index}`, from: live(at), message: key, content });
  };
  for (const [index, one] of json.objects('preview').entries()) {
    const [url, title, description] = [one.text('url'), one.text('title'), one.text('description')];
    const image = one.object('image');
    if (image !== null) jsonAttachment(owner, image, 'preview', index, -1);
    detail('preview', index, { type: 'link', url, title, description });
    const values = one.rest('json.');
    if (Object.keys(values).length > 0) detail('preview-rest', index, { type: 'other', name: 'preview', values });
  }
  for (const [index, one] of json.objects('contact').entries()) {
    const avatar = one.object('avatar')?.object('avatar') ?? null;
    if (avatar !== null) jsonAttachment(owner, avatar, 'contact', index, -1);
    detail('contact', index, { type: 'other', name: 'contact', values: one.rest('json.') });
  }
  for (const [index, one] of json.objects('attachments').entries()) jsonAttachment(owner, one, 'attachment', index, -1);
  const long = json.object('bodyAttachment');
  if (long !== null) jsonAttachment(owner, long, 'long-message', 0, -1);
  const sticker = json.object('sticker');
  if (sticker === null) return;
  const data = sticker.object('data');
  if (data !== null) jsonAttachment(owner, data, 'sticker', 0, -1);
  sticker.leave('packKey');
  detail('sticker', 0, { type: 'other', name: 'sticker', values: sticker.rest('json.') });
}

/** `poll`: question, options and votes with the places of options. Source: signalapp/Signal-Desktop, ts/types/Polls. */
function poll({ reading, json, key, at, out }: Owner): void {
  const stored = json.object('poll');
  if (stored === null) return;
  const options = stored.texts('options');
  const votes = stored.objects('votes');
  const several = stored.flag('allowMultiple');
  const from = live(at);
  const question = stored.text('question');
  out.push({ kind: 'detail', key: `poll:${key}`, from, message: key, content: { type: 'poll', question, choices: several === null ? null : several ? options.length : 1, ends: null }, stored: stored.rest('json.') }); // prettier-ignore
  for (const [position, name] of options.entries()) {
    const count = votes.filter((vote) => vote.wholes('optionIndexes').includes(position)).length;
    out.push({ kind: 'detail', key: `option:${key}:${position}`, from, message: key, content: { type: 'poll-option', position, name, votes: count } }); // prettier-ignore
  }
  for (const [index, vote] of votes.entries()) {
    const chosen = vote.wholes('optionIndexes').map((place) => options[place] ?? String(place));
    const account = reading.see(vote.text('fromConversationId'), at);
    const time = timeOf(vote.whole('timestamp'), 'sent', at, 'json', out);
    out.push({ kind: 'detail', key: `vote:${key}:${index}`, from, message: key, content: { type: 'poll-vote', account, options: chosen, time }, stored: vote.rest('json.') }); // prettier-ignore
  }
}

/** `sendStateByConversationId`: a receipt for each account the message went to; gives the state that the app shows, the furthest. */
export function readSendStates({ reading, json, key, at, out }: Owner): Message['status'] {
  let furthest = -1;
  const order = [...SEND_STATES.keys()];
  for (const [index, [id, state]] of json.entries('sendStateByConversationId').entries()) {
    const status = state.text('status') ?? '';
    const place = order.indexOf(status);
    if (place < 0)
      out.push(issueAt('warning', 'unknown-code', live(at), 'messages.json', status, 'a state of sending that this parser does not know')); // prettier-ignore
    furthest = Math.max(furthest, place);
    const meaning = SEND_STATES.get(status);
    const is = (one: Message['status'], what: 'delivered' | 'read' | 'played'): Timestamp | null =>
      meaning === one ? timeOf(state.whole('updatedAt'), what, at, 'json', out) : null;
    const account = reading.accountOf(id, at);
    const [delivered, read, played] = [is('delivered', 'delivered'), is('read', 'read'), is('played', 'played')];
    const named = account === null ? { 'json.conversation': id } : {};
    const stored = { ...named, 'json.status': status, ...state.rest('json.') };
    out.push({ kind: 'receipt', key: `receipt:${key}:${index}`, from: live(at), message: key, account, delivered, read, played, stored }); // prettier-ignore
  }
  return furthest < 0 ? null : (SEND_STATES.get(order[furthest] ?? '') ?? null);
}
