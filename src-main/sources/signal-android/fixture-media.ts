import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Device, Media } from '../../../fixtures/story.ts';
import type { Row } from './fixture-post.ts';

/** The secret of the device's files. */
export const MODERN_KEY = createHash('sha256').update('sample: files of A. Brandt').digest();
const ON_DEVICE = '/data/user/0/org.thoughtcrime.securesms/app_parts';

/** Writes an attachment's file where the device has it, encrypted as the app does, and describes it. */
export function writeMedia(media: Media, id: number, seed: string, root: string, device: Device): Row {
  const content = media.content();
  const random = createHash('sha256').update(`random ${seed}`).digest();
  const name = `part${1_000_000_000 + id}.mms`;
  const isPresent = media.presentOn.includes(device.id);
  if (isPresent) {
    mkdirSync(join(root, 'app_parts'), { recursive: true });
    writeFileSync(join(root, 'app_parts', name), sealMedia(content, random));
  }
  return {
    _id: id,
    unique_id: id,
    content_type: media.mediaType,
    remote_key: 'c2VjcmV0IG9mIGEgZmlsZQ==',
    transfer_state: isPresent ? 0 : 2,
    data_file: isPresent ? `${ON_DEVICE}/${name}` : null,
    data_size: content.length,
    data_random: isPresent ? random : null,
    file_name: media.name,
    voice_note: media.type === 'voice' ? 1 : 0,
    video_gif: media.type === 'gif' ? 1 : 0,
    width: media.width ?? 0,
    height: media.height ?? 0,
    sticker_id: media.type === 'sticker' ? 3 : -1,
    data_hash_end: createHash('sha256').update(content).digest('base64'),
  };
}

/** AES-256-CTR from zero, with a key for each file; the same way back. Source: signalapp/Signal-Android, crypto/ModernEncryptingPartOutputStream. */
export function sealMedia(content: Uint8Array, random: Buffer): Buffer {
  const key = createHmac('sha256', MODERN_KEY).update(random).digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return Buffer.concat([cipher.update(content), cipher.final()]);
}
