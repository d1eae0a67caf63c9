import type { Attachment, Detail, Extracted, Issue, Key, Quote, Receipt, StoredColumns } from '../../model/index.ts';
import type { TaggedFile } from './books.ts';
import type { Context } from './context.ts';
import { modelIssue, partProvenance, storedOf } from './context.ts';
import { attachmentType } from './codes.ts';
import { modelsOf, textOf, valueOf } from './model.ts';
import type { Model } from './model.ts';
import { partiesOf, partyKey } from './people.ts';
import { secondsOf, timeOf } from './times.ts';

const USED_OF_ATTACHMENT: ReadonlySet<string> = new Set(['Filename', 'ContentType', 'Transcript', 'Data.length']);

/** The attachments of a message, each once: a model may stand under `Attachment` and `Attachments`, and in an embedded copy. */
export function* attachments(context: Context, models: readonly Model[], message: Key): Generator<Extracted> {
  for (const model of models) {
    const mediaType = textOf(model, 'ContentType');
    const tagged =
      context.files.get(model.fileId) ?? context.files.get(model.jumps.find((jump) => !jump.isModel)?.id ?? null);
    const extracted = textOf(model, 'attachment_extracted_path')?.replaceAll('\\', '/').trim() ?? null;
    const name = textOf(model, 'Filename');
    const size = textOf(model, 'Data.length');
    const candidates = new Set([extracted, tagged?.local ?? null].filter((path) => path !== null && path !== ''));
    const title = /^Duration: (\S+)$/u.exec(textOf(model, 'Title') ?? '')?.[1] ?? null;
    yield {
      kind: 'attachment',
      key: `${message}/attachment/${model.id}`,
      from: partProvenance(context, model, tagged?.span),
      message,
      type: attachmentType(mediaType),
      mediaType,
      name,
      caption: null,
      path: tagged?.device ?? extracted ?? name,
      candidates: [...candidates] as string[],
      sha256: tagged?.sha256 ?? null,
      sizeBytes: size !== null && /^\d{1,15}$/u.test(size) ? Number(size) : (tagged?.sizeBytes ?? null),
      durationS: secondsOf(title),
      width: null,
      height: null,
      thumbnail: null,
      transcript: textOf(model, 'Transcript'),
      stored: { ...storedOf(context, model, USED_OF_ATTACHMENT), ...listedValues(tagged) },
    } satisfies Attachment;
    if (model.fileId !== null && tagged === null && extracted === null)
      yield modelIssue(context, model, 'warning', 'unresolved-reference', model.fileId, 'The attachment names a file that the report does not list.'); // prettier-ignore
  }
}

/** What the report states of a listed file, and that it does not hold it. */
function listedValues(file: TaggedFile | null): StoredColumns {
  if (file === null) return {};
  const { local, md5, sha1, sha256, sizeBytes, state } = file;
  return {
    ...(local === null && { file_exported: 'no' }),
    ...(state !== null && { file_deleted: state }),
    ...(sizeBytes !== null && { file_size: sizeBytes }),
    ...(md5 !== null && { file_md5: md5 }),
    ...(sha1 !== null && { file_sha1: sha1 }),
    ...(sha256 !== null && { file_sha256: sha256 }),
  };
}

/** The models of attachments that belong to a message, its embedded copies included, each id once. */
export function attachmentModels(message: Model): readonly Model[] {
  const all = [message, ...embedded(message)].flatMap((one) => modelsOf(one, 'Attachment', 'Attachments'));
  return all.length === 0 ? all : [...new Map(all.map((one) => [one.id, one])).values()];
}

/** Messages that stand inside a message; one may stand there twice. */
export function embedded(message: Model): readonly Model[] {
  const all = modelsOf(message, 'EmbeddedInstantMessage');
  return all.length === 0 ? all : [...new Map(all.map((one) => [one.id, one])).values()];
}

/** Delivery and reading by others, as the parties under `To` say. */
export function* receipts(context: Context, model: Model, message: Key, service: string): Generator<Extracted> {
  for (const party of partiesOf(model, 'To')) {
    yield* unreadTimes(context, party, 'DateDelivered', 'DateRead', 'DatePlayed');
    const delivered = timeOf(valueOf(party, 'DateDelivered'), 'delivered');
    const read = timeOf(valueOf(party, 'DateRead'), 'read');
    const played = timeOf(valueOf(party, 'DatePlayed'), 'played');
    if (delivered === null && read === null && played === null) continue;
    const account = partyKey(party, service);
    const key = `${message}/receipt/${account ?? party.id}`;
    yield { kind: 'receipt', key, from: partProvenance(context, party), message, account, delivered, read, played, stored: storedOf(context, party, NONE) } satisfies Receipt; // prettier-ignore
  }
}

/** An issue of each of these times that cannot be read. */
export function* unreadTimes(context: Context, model: Model, ...fields: readonly string[]): Generator<Issue> {
  for (const field of fields) {
    const value = valueOf(model, field);
    if (value !== null && value.text !== '' && timeOf(value, 'sent') === null)
      yield modelIssue(context, model, 'warning', 'time-out-of-range', value.text, 'The time is not one of 2000 to 2100 written as ISO 8601; it is kept as stored.'); // prettier-ignore
  }
}

/** What the message answers: the first of `MessageExtraData` that says so. */
export function* quote(context: Context, model: Model, message: Key, service: string): Generator<Quote> {
  for (const data of modelsOf(model, 'MessageExtraData')) {
    if (data.type !== 'ReplyMessageData' && data.type !== 'QuotedMessageData') continue;
    const original = textOf(data, 'OriginalMessageID');
    if (original === null || textOf(data, 'Label') === 'Forwarded') continue;
    const [copy] = modelsOf(data, 'InstantMessage');
    const body = textOf(copy, 'Body');
    const [attached] = copy === undefined ? [] : attachmentModels(copy);
    yield {
      kind: 'quote',
      key: `${message}/quote`,
      from: partProvenance(context, data),
      message,
      target: { key: null, serverId: original },
      sender: copy === undefined ? null : partyKey(modelsOf(copy, 'From')[0], service),
      time: timeOf(valueOf(copy, 'TimeStamp'), 'sent'),
      type: attached === undefined ? (body === null ? 'unknown' : 'text') : messageTypeOf(attached),
      body,
    };
    return;
  }
}

/** The kind of a message that carries this attachment. */
export function messageTypeOf(attachment: Model): Quote['type'] {
  const type = attachmentType(textOf(attachment, 'ContentType'));
  return type === 'other' || type === 'thumbnail' ? 'document' : type;
}

/** Places, cards of contacts and whatever else stands inside a message, as details of it. */
export function* details(context: Context, model: Model, message: Key): Generator<Detail> {
  for (const [index, position] of modelsOf(model, 'Position').entries()) {
    const latitude = degrees(textOf(position, 'Latitude'), 90);
    const longitude = degrees(textOf(position, 'Longitude'), 180);
    const stored = storedOf(context, position, NONE);
    if (latitude === null || longitude === null) {
      yield otherDetail(context, position, message, 'Position', stored);
      continue;
    }
    yield {
      kind: 'detail',
      key: `${message}/place/${index}`,
      from: partProvenance(context, position),
      stored,
      message,
      content: {
        type: 'location',
        latitude,
        longitude,
        name: textOf(position, 'Comment'),
        address: textOf(position, 'PositionAddress'),
        url: textOf(position, 'Map'),
        liveS: null,
      },
    };
  }
  const subject = valueOf(model, 'Subject');
  if (subject !== null && subject.text !== '')
    yield {
      kind: 'detail',
      key: `${message}/subject`,
      from: partProvenance(context, model, subject.span),
      message,
      content: { type: 'other', name: 'Subject', values: { Subject: subject.text } },
    };
  const others: readonly (readonly [string, readonly Model[]])[] = [
    ['SharedContacts', modelsOf(model, 'SharedContacts')],
    ['EmbeddedInstantMessage', embedded(model)],
  ];
  for (const [name, parts] of others)
    for (const part of parts) yield otherDetail(context, part, message, name, storedOf(context, part, NONE));
}

const NONE: ReadonlySet<string> = new Set();

function otherDetail(context: Context, part: Model, message: Key, name: string, values: StoredColumns): Detail {
  const key = `${message}/${name}/${part.id}`;
  return {
    kind: 'detail',
    key,
    from: partProvenance(context, part),
    message,
    content: { type: 'other', name, values },
  };
}

/** Degrees as written; null for text that is no number or lies beyond `most`. */
export function degrees(text: string | null, most: number): number | null {
  if (text === null || !/^-?\d{1,3}(?:[.,]\d{1,20})?(?:E-?\d{1,2})?$/iu.test(text.trim())) return null;
  const value = Number(text.trim().replace(',', '.'));
  return Number.isFinite(value) && Math.abs(value) <= most ? value : null;
}
