import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Device, Media } from '../../../fixtures/story.ts';
import { uuidOf } from '../fixture-signal.ts';
import type { Row } from './fixture-post.ts';

const FLAGS: Readonly<Partial<Record<Media['type'], number>>> = { voice: 1, gif: 3 };
/** What the app thinks a file is. Source: signalapp/Signal-iOS, Messages/Attachments/V2/Attachment (`ContentTypeRaw`). */
const CONTENT: Readonly<Record<Media['type'], number>> = { document: 1, image: 2, sticker: 2, video: 3, gif: 4, audio: 5, voice: 5 }; // prettier-ignore

/** An attachment as the newer versions describe it: the file, and that a message has it. */
export function newFile(media: Media, seed: string, root: string, device: Device): { file: Row; reference: Row } {
  const content = media.content();
  const name = uuidOf(`file ${seed}`).toUpperCase();
  const path = `${name.slice(0, 2)}/${name}`;
  const isPresent = media.presentOn.includes(device.id);
  const keys = createHash('sha512').update(`key ${seed}`).digest();
  if (isPresent) write(join(root, 'attachment_files', path), seal(content, keys, seed));
  const isSound = media.type === 'audio' || media.type === 'voice';
  return {
    file: {
      sha256ContentHash: createHash('sha256').update(content).digest(),
      unencryptedByteCount: isPresent ? content.length : null,
      mimeType: media.mediaType.split(';')[0] ?? '',
      encryptionKey: keys,
      localRelativeFilePath: isPresent ? path : null,
      contentType: CONTENT[media.type],
      cachedAudioDurationSeconds: isSound ? media.durationS : null,
      cachedVideoDurationSeconds: isSound ? null : media.durationS,
      cachedMediaHeightPixels: isPresent ? media.height : null,
      cachedMediaWidthPixels: isPresent ? media.width : null,
    },
    reference: {
      ownerType: 0,
      contentType: CONTENT[media.type],
      renderingFlag: FLAGS[media.type] ?? 0,
      orderInMessage: 0,
      sourceFilename: media.name,
      sourceUnencryptedByteCount: content.length,
      sourceMediaHeightPixels: media.height,
      sourceMediaWidthPixels: media.width,
    },
  };
}

/** An attachment as the older versions describe it: its file lies in the clear. */
export function oldFile(media: Media, seed: string, root: string, device: Device): Row {
  const content = media.content();
  const uniqueId = uuidOf(`file ${seed}`).toUpperCase();
  const isPresent = media.presentOn.includes(device.id);
  const path = `/${uniqueId}/${media.name.replaceAll('/', '_')}`;
  if (isPresent) write(join(root, 'Attachments', path), content);
  return {
    recordType: isPresent ? 18 : 3,
    uniqueId,
    attachmentType: FLAGS[media.type] ?? 0,
    byteCount: content.length,
    contentType: media.mediaType.split(';')[0] ?? '',
    encryptionKey: createHash('sha512').update(`key ${seed}`).digest(),
    sourceFilename: media.name,
    cachedAudioDurationSeconds: media.durationS,
    cachedImageHeight: media.height,
    cachedImageWidth: media.width,
    localRelativeFilePath: isPresent ? path : null,
  };
}

function write(path: string, content: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** IV, AES-256-CBC with or without zeros behind the content, HMAC-SHA256 over both. Source: signalapp/Signal-iOS, Cryptography/Cryptography.swift (`encryptAttachment`, `encryptFile`). */
function seal(content: Uint8Array, keys: Buffer, seed: string): Buffer {
  const iv = createHash('md5').update(`iv ${seed}`).digest();
  const cipher = createCipheriv('aes-256-cbc', keys.subarray(0, 32), iv);
  const size = iv.readUInt8(0) % 2 === 0 ? content.length : Math.max(541, Math.floor(1.05 ** Math.ceil(Math.log(content.length) / Math.log(1.05)))); // prettier-ignore
  const padded = Buffer.alloc(size);
  padded.set(content);
  const sealed = Buffer.concat([iv, cipher.update(padded), cipher.final()]);
  return Buffer.concat([sealed, createHmac('sha256', keys.subarray(32)).update(sealed).digest()]);
}
