import type { Detail, StoredColumns } from '../../model/index.ts';
import { quotedCopy } from '../quoted-copy.ts';
import { sharedId } from '../signal-accounts.ts';
import { attachmentOf, fileOf, type Holder } from './attachments.ts';
import { bodyOf, CONTENTS, type Line } from './line.ts';
import type { Part } from './part.ts';
import { readPoll } from './polls.ts';
import { live, timeOf } from './reading.ts';
import { aciOf } from './service-id.ts';

/** What hangs on a message: answered message, reactions, mentions, files, previews, cards. */
export function readParts(line: Line, content: (typeof CONTENTS)[number], inner: Part, holder: Holder): void {
  reactions(line, inner);
  switch (content) {
    case 'standardMessage':
      quote(line, inner);
      mentions(line, inner.object('text'));
      files(inner, holder, '');
      previews(line, inner, holder);
      return;
    case 'viewOnceMessage': {
      const one = inner.object('attachment');
      if (one !== null) attachmentOf(holder, one, 'attachment:0');
      return;
    }
    case 'stickerMessage': {
      const sticker = inner.object('sticker');
      const data = sticker?.object('data') ?? null;
      if (data !== null) fileOf(holder, data, 'sticker', 'sticker', null);
      if (sticker !== null) other(line, 'sticker', sticker.rest());
      return;
    }
    case 'contactMessage': {
      const card = inner.object('contact');
      const avatar = card?.object('avatar') ?? null;
      if (avatar !== null) fileOf(holder, avatar, 'avatar', 'thumbnail', null);
      if (card !== null) other(line, 'contact', card.rest());
      return;
    }
    case 'directStoryReplyMessage': {
      const reply = inner.object('textReply');
      mentions(line, reply?.object('text') ?? null);
      const long = reply?.object('longText') ?? null;
      if (long !== null) fileOf(holder, long, 'long-text', 'document', null);
      return;
    }
    case 'poll':
      readPoll(line, inner);
      return;
    case 'paymentNotification':
    case 'giftBadge':
      other(line, content, inner.rest());
      return;
    default:
  }
}

/** A wording before the present one, oldest first. What else it held is kept with it. */
export function readRevision(line: Line, revision: Part, index: number, holder: Holder): void {
  const { key, at, out } = line;
  const content = revision.which(CONTENTS);
  const inner = content === null ? null : revision.object(content);
  const body = inner === null ? null : bodyOf(content, inner);
  const time = timeOf(revision, 'dateSent', 'sent', at, out);
  revision.leave('chatId', 'authorId', 'directionless');
  if (inner !== null && content === 'standardMessage') files(inner, holder, `edit ${index}:`);
  const stored = revision.rest();
  if (body !== null)
    out.push({ kind: 'version', key: `edit:${key}:${index}`, from: live(at), message: key, role: 'earlier', body, time, verbatim: true, stored }); // prettier-ignore
  else other(line, `revision ${index}`, { ...stored, ...(time !== null && { dateSent: time.stored }) });
}

/** `edit`: before the place of a file that an earlier wording had. */
function files(inner: Part, holder: Holder, edit: string): void {
  const more = edit === '' ? {} : { wording: edit.slice(0, -1) };
  for (const [index, one] of inner.objects('attachments').entries())
    attachmentOf(holder, one, `${edit}attachment:${index}`, more);
  const long = inner.object('longText');
  if (long !== null) fileOf(holder, long, `${edit}long-text`, 'document', null, more);
}

function quote({ reading, key, at, out }: Line, inner: Part): void {
  const stored = inner.object('quote');
  if (stored === null) return;
  const author = stored.digits('authorId') ?? '0';
  const sent = stored.digits('targetSentTimestamp');
  const serverId = sharedId(reading.authorOf(author), sent === null || sent === '0' ? null : Number(sent));
  const time = timeOf(stored, 'targetSentTimestamp', 'sent', at, out);
  const body = stored.object('text')?.text('body') ?? null;
  stored.objects('attachments'); // carried one by one, under their paths
  const account = reading.accountOf(author, at);
  const rest = { ...stored.rest(), ...(account === null && { authorId: author }) };
  out.push({ kind: 'quote', key: `quote:${key}`, from: live(at), message: key, target: { key: null, serverId }, sender: account, time, type: body === null ? 'unknown' : 'text', body, stored: rest }); // prettier-ignore
  const deleted = serverId === null ? undefined : reading.deleted.get(serverId);
  if (deleted !== undefined && body !== null) out.push(quotedCopy(deleted, key, body, time, at));
}

function reactions({ reading, key, at, out }: Line, inner: Part): void {
  for (const [index, one] of inner.objects('reactions').entries()) {
    const author = one.digits('authorId') ?? '0';
    const account = reading.accountOf(author, at);
    const time = timeOf(one, 'sentTimestamp', 'reacted', at, out);
    const emoji = one.text('emoji');
    const stored = { ...one.rest(), ...(account === null && { authorId: author }) };
    out.push({ kind: 'reaction', key: `reaction:${key}:${index}`, from: live(at), message: key, account, emoji, count: 1, time, stored }); // prettier-ignore
  }
}

/** Ranges of a text: those with an account are mentions, others its form. */
function mentions(line: Line, text: Part | null): void {
  const { reading, key, at, out } = line;
  for (const [index, range] of (text?.objects('bodyRanges') ?? []).entries()) {
    const account = reading.see(aciOf(range.bytes('mentionAci')), at);
    const stored = range.rest();
    if (account === null) other(line, 'bodyRanges', stored, index);
    else out.push({ kind: 'mention', key: `mention:${key}:${index}`, from: live(at), message: key, account, name: null, stored }); // prettier-ignore
  }
}

function previews(line: Line, inner: Part, holder: Holder): void {
  const { key, at, out } = line;
  for (const [index, one] of inner.objects('linkPreview').entries()) {
    const [url, title, description] = [one.text('url'), one.text('title'), one.text('description')];
    const image = one.object('image');
    if (image !== null) fileOf(holder, image, `preview:${index}`, 'thumbnail', null);
    out.push({ kind: 'detail', key: `preview:${key}:${index}`, from: live(at), message: key, content: { type: 'link', url, title, description }, stored: one.rest() }); // prettier-ignore
  }
}

/** Contents that the model has no words for, as stored. */
function other({ key, at, out }: Line, name: string, values: StoredColumns, index = 0): void {
  const made: Detail = { kind: 'detail', key: `${name}:${key}:${index}`, from: live(at), message: key, content: { type: 'other', name, values } }; // prettier-ignore
  out.push(made);
}
