import type { Detail, Stored, StoredColumns } from '../../model/index.ts';
import { ArchivedBytes } from '../../evidence/decode/keyed-archive.ts';
import type { JsonFields } from '../json-fields.ts';
import { quotedCopy } from '../quoted-copy.ts';
import { sharedId } from '../signal-accounts.ts';
import { readTime } from '../stored-times.ts';
import { addressIn, archivedIn } from './archived.ts';
import type { MessageRow } from './message-row.ts';
import { live, serviceId, type NamedFile } from './reading.ts';

/** Everything that the row itself holds beside its own words. What cannot be read is carried in `stored`. */
export function readParts(message: MessageRow): void {
  const { reading, key } = message;
  for (const column of ['attachmentIds', 'deprecated_attachmentIds'] as const) {
    const ids = objectOf(message, column);
    for (const id of ids?.texts('root') ?? []) reading.files.set(id, { message: key, what: 'attachment' });
  }
  quote(message);
  storyReply(message);
  preview(message);
  sticker(message);
  contact(message);
  ranges(message);
  carryOf(message, ['recipientAddress', 'sender', 'infoMessageUserInfo', 'creatorUuid', 'joinedMemberUuids', 'configurationDurationSeconds', 'configurationIsEnabled', 'messageType', 'errorType', 'callType', 'offerType']); // prettier-ignore
}

/** What a line of the app holds in columns of messages: carried as stored. */
export function carryParts(message: MessageRow): void {
  carryOf(message, ['quotedMessage', 'linkPreview', 'messageSticker', 'contactShare', 'bodyRanges', 'recipientAddressStates', 'storyTimestamp', 'storyAuthorUuidString', 'isViewOnceMessage', 'callType', 'offerType', 'errorType', 'messageType', 'configurationDurationSeconds', 'configurationIsEnabled', 'creatorUuid', 'joinedMemberUuids', 'recipientAddress', 'sender', 'infoMessageUserInfo', 'attachmentIds', 'deprecated_attachmentIds']); // prettier-ignore
}

/** Cells that nothing was made of; those a reader took it has marked as taken. */
function carryOf({ table, row, stored, taken }: MessageRow, columns: readonly string[]): void {
  for (const column of columns) {
    const cell = table.cell(row, column) ?? null;
    if (taken.has(column) || cell === null || cell === 0 || cell === '') continue;
    if (!(cell instanceof Uint8Array && cell.length > LARGEST_CARRIED)) stored[column] ??= cell;
  }
}

const LARGEST_CARRIED = 4096;

/** The archived object of a column, which then is told and not carried. */
export function objectOf(message: MessageRow, column: string): JsonFields | null {
  const { table, row, at, stored, out, taken, opened } = message;
  taken.add(column);
  const archive = archivedIn(table.cell(row, column), column, at, stored, out);
  if (archive !== null) opened.push([column, archive]);
  return archive;
}

function tell({ at, key, out }: MessageRow, name: string, content: Detail['content'], stored?: StoredColumns): void {
  out.push({ kind: 'detail', key: `${name}:${key}`, from: live(at), message: key, content, ...(stored !== undefined && { stored }) }); // prettier-ignore
}

/** `quotedMessage`: the time the answered message was sent and its author name it. Names: signalapp/Signal-iOS, Messages/Interactions/Quotes/TSQuotedMessage.m @059c73c. */
function quote(message: MessageRow): void {
  const { reading, at, key, out } = message;
  const fields = objectOf(message, 'quotedMessage')?.object('root') ?? null;
  if (fields === null) return;
  const author = addressIn(fields, 'authorAddress') ?? fields.text('authorId');
  const sentMs = fields.whole('timestamp');
  const body = fields.text('body');
  const serverId = sentMs === null || sentMs === 0 ? null : reading.identityOf(author, sentMs);
  const time = readTime(sentMs, 'sent', at, 'quotedMessage', out);
  const files = [fields.object('quotedAttachment'), ...fields.objects('quotedAttachments')];
  const stored: Record<string, Stored> = {};
  for (const [index, file] of files.filter((one) => one !== null).entries()) {
    const id = file.text('attachmentId') ?? file.text('rawAttachmentId') ?? file.text('thumbnailAttachmentStreamId') ?? file.text('thumbnailAttachmentPointerId'); // prettier-ignore
    if (id !== null) reading.files.set(id, { message: key, what: 'quote' });
    file.leave('schemaVersion');
    Object.assign(stored, file.rest(`quotedMessage.attachments.${index}.`));
  }
  fields.leave('bodySource');
  Object.assign(stored, fields.rest('quotedMessage.'));
  const type = body === null ? 'unknown' : 'text';
  out.push({ kind: 'quote', key: `quote:${key}`, from: live(at), message: key, target: { key: null, serverId }, sender: reading.see(author, at), time, type, body, stored }); // prettier-ignore
  const deleted = serverId === null ? undefined : reading.deleted.get(serverId);
  if (deleted !== undefined && body !== null) out.push(quotedCopy(deleted, key, body, time, at));
}

/** A reply to a story, or a reaction to it, names the story by its author and time. */
function storyReply(message: MessageRow): void {
  const { reading, table, row, at, key, out } = message;
  const author = serviceId(table.text(row, 'storyAuthorUuidString'));
  const ms = table.whole(row, 'storyTimestamp');
  if (author === null && (ms === null || ms === 0)) return;
  const time = readTime(table.cell(row, 'storyTimestamp'), 'sent', at, 'storyTimestamp', out);
  out.push({ kind: 'quote', key: `story:${key}`, from: live(at), message: key, target: { key: null, serverId: sharedId(author, ms) }, sender: reading.see(author, at), time, type: 'unknown', body: null }); // prettier-ignore
}

function name(message: MessageRow, fields: JsonFields, member: string, what: NamedFile['what']): void {
  const id = fields.text(member);
  if (id !== null) message.reading.files.set(id, { message: message.key, what });
}

/** `linkPreview`. Names: signalapp/Signal-iOS, Messages/Interactions/LinkPreview/OWSLinkPreview.swift @059c73c. */
function preview(message: MessageRow): void {
  const fields = objectOf(message, 'linkPreview')?.object('root') ?? null;
  if (fields === null) return;
  name(message, fields, 'imageAttachmentId', 'preview');
  const [url, title, description] = [fields.text('urlString'), fields.text('title'), fields.text('previewDescription')];
  tell(message, 'preview', { type: 'link', url, title, description }, fields.rest('linkPreview.'));
}

/** `messageSticker`: pack and number of a sticker; the key of its pack stays in the store. */
function sticker(message: MessageRow): void {
  const fields = objectOf(message, 'messageSticker')?.object('root') ?? null;
  if (fields === null) return;
  name(message, fields, 'attachmentId', 'sticker');
  const info = fields.object('info');
  info?.leave('packKey');
  tell(message, 'sticker', { type: 'other', name: 'messageSticker', values: { ...info?.rest('messageSticker.'), ...fields.rest('messageSticker.') } }); // prettier-ignore
}

/** `contactShare`: a card. Names: signalapp/Signal-iOS, Messages/Interactions/ContactShare/OWSContact.swift @059c73c. */
function contact(message: MessageRow): void {
  const fields = objectOf(message, 'contactShare')?.object('root') ?? null;
  if (fields === null) return;
  name(message, fields, 'avatarAttachmentId', 'contact');
  const values = { ...fields.object('name')?.rest('contactShare.name.'), ...fields.rest('contactShare.') };
  tell(message, 'contact', { type: 'other', name: 'contactShare', values });
}

/** `bodyRanges`: mentions, where no row of `model_TSMention` tells them, and forms of the text. Names: signalapp/Signal-iOS, `MessageBodyRanges`. */
function ranges(message: MessageRow): void {
  const fields = objectOf(message, 'bodyRanges')?.object('root') ?? null;
  if (fields === null) return;
  const { reading, at, key, out } = message;
  const hasTable = reading.db.tables.has('model_TSMention');
  for (const [prefix, count] of [
    ['mentions', fields.whole('mentionsCount')],
    ['styles', fields.whole('stylesCount')],
  ] as const)
    // prettier-ignore
    for (let index = 0; index < Math.min(count ?? 0, MOST_RANGES); index += 1) {
      const range = fields.object(`${prefix}.range.${index}`);
      const [start, length] = [range?.whole('location') ?? null, range?.whole('length') ?? null];
      const who = serviceId(fields.text(`mentions.uuid.${index}`));
      const style = prefix === 'styles' ? fields.whole(`styles.style.${index}`) : null;
      const values: Record<string, Stored> = {};
      for (const [member, value] of Object.entries({ start, length, style })) if (value !== null) values[member] = value; // prettier-ignore
      const account = prefix === 'mentions' ? reading.see(who, at) : null;
      if (account !== null && !hasTable)
        out.push({ kind: 'mention', key: `range:${key}:${index}`, from: live(at), message: key, account, name: null, stored: values }); // prettier-ignore
      else {
        if (account !== null) values.account = account;
        tell(message, `range ${prefix} ${index}`, { type: 'other', name: 'bodyRanges', values });
      }
    }
  for (const member of Object.keys(fields.all)) if (fields.all[member] instanceof ArchivedBytes || member.startsWith('styles.style.originals')) fields.leave(member); // prettier-ignore
  const values = fields.rest('bodyRanges.');
  if (Object.keys(values).length > 0) tell(message, 'ranges', { type: 'other', name: 'bodyRanges', values });
}

/** More ranges than the app reads of a message. */
const MOST_RANGES = 1000;
