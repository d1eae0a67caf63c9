import type { MessageType } from '../../model/index.ts';
import type { Business } from './business.ts';
import { businessOf } from './business.ts';
import type { Fields } from './protobuf-fields.ts';
import { bytesField, fieldsOf, integerField, messageField, textField } from './protobuf-fields.ts';

/** What `ZWAMEDIAITEM.ZMETADATA` says of its message. Every field was checked for its type; null: absent or of another type. */
export interface Metadata {
  readonly quotedId: string | null;
  readonly quotedSender: string | null;
  readonly quotedChat: string | null;
  readonly quoted: {
    readonly type: MessageType;
    readonly body: string | null;
    readonly thumbnail: Uint8Array | null;
  } | null;
  readonly forwardScore: number | null;
  readonly forwardOrigin: string | null;
  readonly expiresS: number | null;
  readonly url: string | null;
  readonly inviteName: string | null;
  readonly callS: number | null;
  readonly business: Business | null;
}

/**
 * Reads the payload; null when it is not a protocol-buffer message, as in databases of 2017, which hold property lists.
 * 5, 6, 19.1: observed in the public iOS 15 image. 7, 17, 21, 36, 42.1.9, 28.4, 87.1.3 and the types inside 19: published.
 */
export function readMetadata(bytes: Uint8Array): Metadata | null {
  const fields = fieldsOf(bytes);
  if (fields === null) return null;
  const embedded = messageField(fields, 19);
  return {
    quotedId: textField(fields, 5),
    quotedSender: textField(fields, 6),
    quotedChat: textField(fields, 7),
    quoted: embedded === null ? null : quotedOf(embedded),
    forwardScore: integerField(fields, 17),
    forwardOrigin: textField(fields, 21),
    expiresS: integerField(fields, 36),
    url: textAt(fields, 42, 1, 9),
    inviteName: textAt(fields, 28, 4),
    callS: integerAt(fields, 87, 1, 3),
    business: businessOf(fields),
  };
}

export function isPropertyList(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 6)).toString('latin1') === 'bplist';
}

/**
 * The embedded message by the field it lies in, with the field of its words. Published: the service's public message
 * definition as carried by several open clients, which agrees with the observed 19.1.
 */
const EMBEDDED: readonly {
  readonly field: number;
  readonly type: MessageType;
  readonly text: readonly number[];
  readonly thumbnail: number | null;
}[] = [
  { field: 3, type: 'image', text: [3], thumbnail: 16 },
  { field: 4, type: 'contact', text: [1], thumbnail: null },
  { field: 5, type: 'location', text: [3, 4], thumbnail: 16 },
  { field: 6, type: 'text', text: [1], thumbnail: null },
  { field: 7, type: 'document', text: [20, 8, 3], thumbnail: 16 },
  { field: 8, type: 'audio', text: [], thumbnail: null },
  { field: 9, type: 'video', text: [7], thumbnail: 16 },
  { field: 26, type: 'sticker', text: [], thumbnail: null },
  { field: 30, type: 'business', text: [], thumbnail: null },
];

function quotedOf(message: Fields): NonNullable<Metadata['quoted']> {
  const text = textField(message, 1);
  if (text !== null) return { type: 'text', body: text, thumbnail: null };
  for (const { field, type, text: texts, thumbnail } of EMBEDDED) {
    const part = messageField(message, field);
    if (part === null) continue;
    const body = texts.map((number) => textField(part, number)).find((words) => words !== null && words !== '') ?? null;
    return { type, body, thumbnail: thumbnail === null ? null : bytesField(part, thumbnail) };
  }
  return { type: 'unknown', body: null, thumbnail: null };
}

function parentOf(fields: Fields, path: readonly number[]): Fields | null {
  let at = fields;
  for (const number of path.slice(0, -1)) {
    const next = messageField(at, number);
    if (next === null) return null;
    at = next;
  }
  return at;
}

function textAt(fields: Fields, ...path: readonly number[]): string | null {
  const parent = parentOf(fields, path);
  return parent === null ? null : textField(parent, path.at(-1) ?? 0);
}

function integerAt(fields: Fields, ...path: readonly number[]): number | null {
  const parent = parentOf(fields, path);
  return parent === null ? null : integerField(parent, path.at(-1) ?? 0);
}
