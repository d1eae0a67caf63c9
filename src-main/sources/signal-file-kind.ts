import type { Attachment } from '../model/index.ts';

/** What Signal's stores say of a file, whatever they call it. */
export interface FileKind {
  readonly mediaType: string | null;
  readonly isVoice: boolean;
  readonly isGif: boolean;
  readonly isSticker: boolean;
}

/** What an attachment is, by its media type and marks. */
export function attachmentTypeOf({
  mediaType,
  isVoice,
  isGif,
  isSticker,
}: FileKind): Exclude<Attachment['type'], 'thumbnail' | 'other' | 'contact'> {
  if (isSticker) return 'sticker';
  if (isVoice) return 'voice';
  if (isGif || mediaType === 'image/gif') return 'gif';
  const family = mediaType?.split('/')[0] ?? '';
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'document';
}
