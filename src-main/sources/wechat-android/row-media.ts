import type { Picture, RowMedia } from '../wechat/row-media.ts';
import type { MediaPlaces } from './media-places.ts';

const THUMBNAIL = 'THUMBNAIL_DIRPATH://';

/** The name of a picture's file in `image2`; null where the column holds none. */
export function pictureName(stored: string | null): string | null {
  if (stored === null) return null;
  const name = stored.startsWith(THUMBNAIL) ? stored.slice(THUMBNAIL.length) : stored;
  return name.includes('://') ? null : name;
}

/** Previews lie beside the pictures, under names of their own: they are not the picture. ppwwyyxx/wechat-dump@be3009f. */
export function isPreview(name: string): boolean {
  return name.startsWith('th_');
}

/** The places of a message's content by the key in `imgPath`. */
export class AndroidMedia implements RowMedia {
  readonly path: string | null;
  readonly #places: MediaPlaces;

  constructor(places: MediaPlaces, imgPath: string | null) {
    this.path = imgPath;
    this.#places = places;
  }

  image(): Picture {
    const named = pictureName(this.path);
    const full = named?.replace(/^th_/u, '') ?? null;
    const names = full === null ? [] : [`${full}.jpg`, `${full}.png`, full];
    return {
      candidates: names.flatMap((name) => this.#places.image(name)),
      previews: named !== null && isPreview(named) ? this.#places.image(named) : [],
    };
  }

  voice(): readonly string[] {
    return this.path === null ? [] : this.#places.voice(this.path);
  }

  video(): readonly string[] {
    return this.path === null ? [] : this.#places.video(this.path);
  }

  sticker(md5: string | null, group: string | null): readonly string[] {
    const name = md5 ?? this.path;
    return name === null ? [] : this.#places.sticker(name, group);
  }

  file(name: string): readonly string[] {
    return this.#places.file(name);
  }
}
