import type { StoredColumns } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { classOf } from './postbox-cell.ts';

/** A file of the app's cache, as an object names it. */
export interface Resource {
  /** Null where the class is not known, or its numbers are missing. */
  readonly name: string | null;
  /** The path from which it was sent, where the app took it from there. */
  readonly path: string | null;
  readonly sizeBytes: number | null;
  /** What none of these says, by the app's keys: an address, the name of a file. */
  readonly stored: StoredColumns;
}

const NONE: Resource = { name: null, path: null, sizeBytes: null, stored: {} };

/** Keys to files on the service's servers, and those under which files of secret chats are enciphered. */
const SERVER_KEYS = ['h', 'a', 'fr', 'k'] as const;

/** Names of files by class, with the keys of their parts. Source: TelegramMessenger/Telegram-iOS @1141e09 SyncCore_CloudFileMediaResource.swift, uniqueId. */
const NAMES: Readonly<Record<string, readonly [prefix: string, ...keys: string[]]>> = {
  CloudPhotoSizeMediaResource: ['telegram-cloud-photo-size', 'd', 'i', 's'],
  CloudDocumentMediaResource: ['telegram-cloud-document', 'd', 'f'],
  CloudDocumentSizeMediaResource: ['telegram-cloud-document-size', 'd', 'i', 's'],
  CloudFileMediaResource: ['telegram-cloud-file', 'd', 'v', 'l', 's'],
  SecretFileMediaResource: ['secret-file', 'i', 'd'],
  LocalFileMediaResource: ['telegram-local-file', 'f'],
  LocalFileReferenceMediaResource: ['local-file', 'r'],
};

/** Keys of classes under which a size in bytes stands. */
const SIZES: Readonly<Record<string, string>> = { HttpReferenceMediaResource: 's', WebFileReferenceMediaResource: 's', SecretFileMediaResource: 'ds', LocalFileMediaResource: 's', LocalFileReferenceMediaResource: 's' }; // prettier-ignore

export function readResource(resource: JsonFields | null): Resource {
  if (resource === null) return NONE;
  const of = classOf(resource);
  const [prefix, ...keys] = (Object.hasOwn(NAMES, of) ? NAMES[of] : undefined) ?? [null];
  const parts = keys.map((key) => resource.peek(key));
  const isWhole = prefix !== null && parts.every((part) => typeof part === 'number' || typeof part === 'string');
  if (isWhole) resource.leave('_', ...keys);
  resource.leave(...SERVER_KEYS);
  const path = of === 'LocalFileReferenceMediaResource' ? resource.text('p') : null;
  const sizeBytes = resource.whole(SIZES[of] ?? 'n');
  return { name: isWhole ? [prefix, ...parts].join('-') : null, path, sizeBytes, stored: resource.rest('') };
}
