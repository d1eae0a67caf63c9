import { createHash } from 'node:crypto';
import type { Attachment, BytesLocator, Extracted, Key, SealedContent, Stored } from '../../model/index.ts';
import type { Part } from './part.ts';
import { live } from './reading.ts';

const LOCAL_KEY_BYTES = 64;
const HASH_BYTES = 32;

/** Where a file is told of. */
export interface Holder {
  readonly message: Key;
  readonly at: BytesLocator;
  readonly out: Extracted[];
  /** The files beside the messages are in clear, as in an export. */
  readonly isPlain: boolean;
}

/** What an attachment is, by its media type and flag. */
export function attachmentTypeOf(mediaType: string | null, flag: string | null): Attachment['type'] {
  if (flag === 'VOICE_MESSAGE') return 'voice';
  if (flag === 'GIF' || mediaType === 'image/gif') return 'gif';
  const family = mediaType?.split('/')[0] ?? '';
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'document';
}

/** The type of a message's first attachment, to say what the message is. */
export function firstType(attachment: Part | undefined): Attachment['type'] | null {
  return attachment === undefined ? null : attachmentTypeOf(attachment.object('pointer')?.text('contentType') ?? null, attachment.code('flag')); // prettier-ignore
}

/** A file as a pointer tells of it. The content lies beside the backup, encrypted, under a name that follows from hash and key. */
export function fileOf(
  holder: Holder,
  pointer: Part,
  place: string,
  type: Attachment['type'] | null,
  flag: string | null,
  more: Readonly<Record<string, Stored>> = {},
): void {
  // prettier-ignore
  const { message, at, out, isPlain } = holder;
  const locator = pointer.object('locatorInfo');
  const hash = locator?.bytes('plaintextHash') ?? null;
  const localKey = locator?.bytes('localKey') ?? null;
  const sha256 = hash?.length === HASH_BYTES ? hash.toString('hex') : null;
  const sizeBytes = locator?.whole('size') ?? null;
  const mediaType = pointer.text('contentType');
  const name = hash === null || localKey === null ? null : nameOf(hash, localKey);
  const sealed: SealedContent | null = isPlain || name === null || localKey === null ? null : { scheme: 'signal-desktop', key: localKey.length === LOCAL_KEY_BYTES ? localKey.toString('hex') : null, keyAt: 'locatorInfo.localKey', sizeBytes, sha256 }; // prettier-ignore
  const fileName = pointer.text('fileName');
  const made: Attachment = {
    kind: 'attachment',
    key: `file:${message}:${place}`,
    from: live(at),
    message,
    type: type ?? attachmentTypeOf(mediaType, flag),
    mediaType,
    name: fileName,
    caption: pointer.text('caption'),
    path: null,
    candidates:
      name === null ? [] : isPlain ? [...endingsOf(fileName, mediaType).map((end) => `${name}${end}`), name] : [name],
    sha256,
    sizeBytes,
    durationS: null,
    width: pointer.whole('width'),
    height: pointer.whole('height'),
    thumbnail: null,
    transcript: null,
    ...(sealed !== null && { sealed }),
    stored: { ...more, ...(flag !== null && { flag }), ...pointer.rest() },
  };
  out.push(made);
}

/** An export names its files with the ending of their name or type. Which types have which ending is the exporting app's own. */
function endingsOf(fileName: string | null, mediaType: string | null): readonly string[] {
  const own = /\.[A-Za-z0-9]{1,10}$/u.exec(fileName ?? '')?.[0] ?? null;
  const type = /\/([a-z0-9]{1,10})$/u.exec(mediaType ?? '')?.[1] ?? null;
  const all = [own, type === null ? null : type === 'jpeg' ? '.jpg' : `.${type}`, mediaType === 'text/x-signal-plain' ? '.txt' : null]; // prettier-ignore
  return [...new Set(all.filter((one) => one !== null))];
}

/** Source: signalapp/libsignal at b056faa6dd02961cff24064c54c089c52e1a0753, rust/message-backup, names of files of local backups. */
function nameOf(hash: Buffer, localKey: Buffer): string {
  const name = createHash('sha256').update(hash).update(localKey).digest('hex');
  return `files/${name.slice(0, 2)}/${name}`;
}

/** An attachment of a message: a pointer with a flag around it. */
export function attachmentOf(
  holder: Holder,
  one: Part,
  place: string,
  more: Readonly<Record<string, Stored>> = {},
): void {
  // prettier-ignore
  const pointer = one.object('pointer');
  const flag = one.code('flag');
  if (pointer !== null) fileOf(holder, pointer, place, null, flag === 'NONE' ? null : flag, { ...more, ...one.rest() });
}
