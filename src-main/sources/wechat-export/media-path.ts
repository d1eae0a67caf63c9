import type { Attachment, MessageType, Stored } from '../../model/index.ts';
import type { FileStated } from './exported.ts';

/** What kind of file a kind of message has; kinds without one are left out. */
const FILES: Readonly<Partial<Record<MessageType, Attachment['type']>>> = {
  image: 'image',
  video: 'video',
  voice: 'voice',
  sticker: 'sticker',
  document: 'document',
  audio: 'audio',
};

/** A path with a folder and an ending, on one line. */
const PATH = /^(?:\.\/)?(?:[^/\\\r\n:<>|"?*[\]]{1,200}[/\\]){1,8}[^/\\\r\n:<>|"?*]{1,200}\.[A-Za-z0-9]{2,5}$/u;

/** The file that a message of a kind has: at the path that its text is, or without one. Null for kinds without a file. */
export function fileIn(type: string, text: string | null, stored: Readonly<Record<string, Stored>>): FileStated | null {
  const kind = FILES[type as MessageType];
  if (kind === undefined) return null;
  const path = text !== null && PATH.test(text) && !text.includes('..') ? text.replaceAll('\\', '/').replace(/^\.\//u, '') : null; // prettier-ignore
  const name = path === null ? null : path.slice(path.lastIndexOf('/') + 1);
  const asWritten = path === null || path === text ? {} : { 'path-as-written': text };
  return { type: kind, path, name: kind === 'document' ? name : null, stored: { ...stored, ...asWritten } };
}

/** A word in brackets that a tool writes in place of content. */
export function isPlaceholder(text: string): boolean {
  return /^\[[^[\]\r\n]{1,20}\]$/u.test(text);
}
