import { createHash } from 'node:crypto';
import { mediaTypeOf } from '../evidence/index.ts';
import type { Sha256 } from '../model/index.ts';
import type { BagWriter } from './bag/bag-writer.ts';
import type { MediaPlace } from './lines/attachment-block.ts';
import type { ReportInput } from './report-input.ts';
import { words } from './words.ts';

/** Extensions by what the content's first bytes show. Anything else is kept as `.bin`, which no program opens by itself. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/tiff': 'tif',
  'image/bmp': 'bmp',
  'image/heic': 'heic',
  'image/heif': 'heif',
  'image/avif': 'avif',
  'application/pdf': 'pdf',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
  'audio/wav': 'wav',
  'audio/silk': 'silk',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/3gpp': '3gp',
  'video/webm': 'webm',
  'video/x-msvideo': 'avi',
};

const PICTURES = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);

/** The name of a content in the package, by its hash and its first bytes, and whether pages show it as a picture. */
export function mediaName(sha256: Sha256, head: Uint8Array): { readonly name: string; readonly picture: boolean } {
  const type = mediaTypeOf(head);
  const ending = (type === null ? undefined : EXTENSIONS[type]) ?? 'bin';
  return { name: `media/${sha256}.${ending}`, picture: type !== null && PICTURES.has(type) };
}

/** Copies attachments into `data/media/`, each content once, named by its own hash and by what its bytes show. */
export class MediaStore {
  readonly #bag: BagWriter;
  readonly #input: ReportInput;
  readonly #wanted: boolean;
  readonly #places = new Map<Sha256, MediaPlace>();

  constructor(bag: BagWriter, input: ReportInput, wanted: boolean) {
    this.#bag = bag;
    this.#input = input;
    this.#wanted = wanted;
  }

  /** Contents kept in the package so far. */
  get kept(): number {
    return [...this.#places.values()].filter((place) => place.kept).length;
  }

  /** Where a content lies in the package, or why it does not; null before `keep`. */
  place(sha256: Sha256): MediaPlace | null {
    return this.#places.get(sha256) ?? null;
  }

  /** Copies a content bit by bit. What no longer has the hash recorded at intake is left out, and says so. */
  async keep(sha256: Sha256): Promise<void> {
    if (this.#places.has(sha256)) return;
    this.#places.set(sha256, this.#wanted ? await this.#copy(sha256) : { kept: false, why: words.mediaNotCopied });
  }

  async #copy(sha256: Sha256): Promise<MediaPlace> {
    const content = await this.#input.media(sha256);
    if (content === null) return { kept: false, why: words.mediaNotAtHand };
    const source = content.bytes();
    const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
    const first = await iterator.next();
    const head = first.done === true ? new Uint8Array() : first.value;
    const { name, picture } = mediaName(sha256, head);
    const file = this.#bag.open(name);
    const hash = createHash('sha256').update(head);
    file.write(head);
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      hash.update(next.value);
      file.write(next.value);
    }
    if (hash.digest('hex') !== sha256) {
      this.#bag.discard(file);
      return { kept: false, why: words.mediaChanged };
    }
    this.#bag.close(file);
    return { kept: true, href: name, picture };
  }
}
