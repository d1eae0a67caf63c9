import type { SealedContent } from '../../model/index.ts';

/** Where the content of one message may lie in the exhibit, as its platform names files; relative to the source's root, best first. */
export interface RowMedia {
  /** The content's file or key, as a column of its own holds it; null where there is none. */
  readonly path: string | null;
  /** A picture with its preview, by the MD5 that the message says. */
  image(md5: string | null): Picture;
  voice(): readonly string[];
  video(md5: string | null): readonly string[];
  /** How files of stickers are kept, where it is not as they are. */
  readonly stickerSealed?: SealedContent;
  /** A sticker by its MD5 and the group of stickers that it belongs to. */
  sticker(md5: string | null, group: string | null): readonly string[];
  /** A file by the name that the message gives it. */
  file(name: string): readonly string[];
}

/** Candidates for a picture, and for the preview that lies beside it: that is not the picture. `sealed`: how both are encrypted. */
export interface Picture {
  readonly sealed?: SealedContent;
  readonly candidates: readonly string[];
  readonly previews: readonly string[];
}

/** False for what would lead out of a folder. */
export function isFileName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && name.length <= 255 && !/[/\\\0]/u.test(name);
}

/** Of a message whose files are not looked for. */
export const NO_MEDIA: RowMedia = {
  path: null,
  image: () => ({ candidates: [], previews: [] }),
  voice: () => [],
  video: () => [],
  sticker: () => [],
  file: () => [],
};
