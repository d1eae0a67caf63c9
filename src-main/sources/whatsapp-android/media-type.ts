import type { Attachment, Stored } from '../../model/index.ts';

/** Message type codes of media; origin as in codes-message.ts. */
const TYPE_OF_CODE: Readonly<Record<number, Attachment['type']>> = {
  1: 'image',
  2: 'audio',
  3: 'video',
  4: 'contact',
  9: 'document',
  13: 'gif',
  14: 'contact',
  20: 'sticker',
  42: 'image',
  43: 'video',
  81: 'video',
  82: 'voice',
};
const VOICE_ORIGIN = 1; // message.origin of voice messages: KnugiHK, published guides
const VOICE_MEDIA_TYPE = 'audio/ogg; codecs=opus'; // IPED, KnugiHK

/** What an attachment is, by its message's type code, else by its media type. */
export function typeOfMedia(
  code: number | null,
  mediaType: string | null,
  origin: Stored | undefined,
): Attachment['type'] {
  const byCode = code === null ? undefined : TYPE_OF_CODE[code];
  if (byCode === 'audio') return origin === VOICE_ORIGIN || mediaType === VOICE_MEDIA_TYPE ? 'voice' : 'audio';
  if (byCode !== undefined) return byCode;
  if (mediaType === null) return 'other';
  if (mediaType.startsWith('image/')) return 'image';
  if (mediaType.startsWith('video/')) return 'video';
  if (mediaType === VOICE_MEDIA_TYPE) return 'voice';
  if (mediaType.startsWith('audio/')) return 'audio';
  return 'other';
}
