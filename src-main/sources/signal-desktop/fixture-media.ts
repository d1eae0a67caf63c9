import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Device, Media } from '../../../fixtures/story.ts';

/** An attachment as the app describes it. */
export interface Written {
  readonly fields: Readonly<Record<string, unknown>>;
}

const FLAGS: Readonly<Partial<Record<Media['type'], number>>> = { voice: 1, gif: 8 };

/** Writes an attachment's file where the device has it, in the clear or encrypted with a key of its own, and describes it. */
export function writeMedia(media: Media, seed: string, root: string, device: Device, isEncrypted: boolean): Written {
  const content = media.content();
  const name = createHash('sha256').update(`file ${seed}`).digest('hex');
  const path = `${name.slice(0, 2)}/${name}`;
  const isPresent = media.presentOn.includes(device.id);
  const keys = createHash('sha512').update(`key ${seed}`).digest();
  if (isPresent) {
    const file = join(root, 'attachments.noindex', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, isEncrypted ? seal(content, keys, seed) : content);
  }
  return {
    fields: {
      contentType: media.mediaType.split(';')[0],
      fileName: media.name,
      size: content.length,
      plaintextHash: createHash('sha256').update(content).digest('hex'),
      width: media.width ?? undefined,
      height: media.height ?? undefined,
      flags: FLAGS[media.type],
      ...(isPresent && { path }),
      ...(isEncrypted ? { version: 2, localKey: keys.toString('base64'), duration: media.durationS ?? undefined } : {}),
    },
  };
}

/** IV, AES-256-CBC over the content with zeros behind it, HMAC-SHA256 over both. Source: signalapp/Signal-Desktop, ts/AttachmentCrypto. */
function seal(content: Uint8Array, keys: Buffer, seed: string): Buffer {
  const iv = createHash('md5').update(`iv ${seed}`).digest();
  const padded = Buffer.alloc(Math.max(541, Math.floor(1.05 ** Math.ceil(Math.log(content.length) / Math.log(1.05)))));
  padded.set(content);
  const cipher = createCipheriv('aes-256-cbc', keys.subarray(0, 32), iv);
  const sealed = Buffer.concat([iv, cipher.update(padded), cipher.final()]);
  return Buffer.concat([sealed, createHmac('sha256', keys.subarray(32)).update(sealed).digest()]);
}
