import { readExif, type Exif } from './decode/exif.ts';
import { readIsoMedia } from './decode/iso-media.ts';
import type { MediaStructure, ReadBytes } from './decode/media-fact.ts';
import { readSoundFacts } from './decode/sound-facts.ts';
import { FILE_TYPE_BYTES, fileTypeOf } from './file-type.ts';

/** Bytes of a picture in which EXIF is looked for: cameras write it near the start. */
const EXIF_BYTES = 1_048_576;

/** What a media file says of itself. */
export interface MediaMetadata {
  /** Null when its first bytes show no type that is known. */
  readonly type: string | null;
  readonly exif: Exif | null;
  readonly structure: MediaStructure | null;
  /** How many of its bytes were read at most. */
  readonly readBytes: number;
}

/** Reads the metadata of a picture, sound or film. Never throws for what the file holds; `read` may. */
export async function readMediaMetadata(read: ReadBytes, sizeBytes: number): Promise<MediaMetadata> {
  let readBytes = 0;
  const reading: ReadBytes = async (offset, length) => {
    const bytes = await read(offset, length);
    readBytes += bytes.length;
    return bytes;
  };
  const head = await reading(0, Math.min(FILE_TYPE_BYTES, sizeBytes));
  const type = fileTypeOf(head);
  const none = { type, exif: null, structure: null };
  if (Buffer.from(head.subarray(4, 8)).toString('latin1') === 'ftyp') {
    const found = await readIsoMedia(reading, sizeBytes);
    const exif = found?.exif ?? null;
    return { ...none, exif: exif === null ? null : readExif(exif.bytes, exif.base), structure: found?.structure ?? null, readBytes }; // prettier-ignore
  }
  if (type?.startsWith('image/') === true) {
    const bytes = sizeBytes <= head.length ? head : await reading(0, Math.min(EXIF_BYTES, sizeBytes));
    return { ...none, exif: readExif(bytes), readBytes: bytes.length };
  }
  if (type?.startsWith('audio/') === true) {
    const structure = await readSoundFacts(reading, sizeBytes);
    return { ...none, structure, readBytes };
  }
  return { ...none, readBytes };
}
