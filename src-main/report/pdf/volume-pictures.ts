import path from 'node:path';
import type { PrintedLine } from '../lines/printed-line.ts';
import { pictureSize, type PictureSize } from './picture-size.ts';

/** Largest size on paper, in points, and points of a pixel: a small picture is not blown up. */
const BOX = { width: 120, height: 90 } as const;
const POINTS_A_PIXEL = 0.75;

/** A picture as the page template places it; `file` is its path on disk, whose last part is its name on the page. */
export interface PagePicture {
  readonly file: string;
  readonly name: string;
  readonly pixels: number;
  /** Points. */
  readonly width: number;
  readonly height: number;
}

/** Finds the pictures that lines show among the media of the package, each measured once. */
export class VolumePictures {
  readonly #placeOf: (href: string) => string;
  readonly #sizes = new Map<string, PictureSize | null>();

  /** `placeOf` finds a file of the package on disk. */
  constructor(placeOf: (href: string) => string) {
    this.#placeOf = placeOf;
  }

  /** By address in the package; without those that are not drawn on paper. */
  of(line: PrintedLine): ReadonlyMap<string, PagePicture> {
    const found = new Map<string, PagePicture>();
    for (const block of line.blocks) {
      if (block.as !== 'attachment' || block.href === null || !block.picture) continue;
      const file = this.#placeOf(block.href);
      const known = this.#sizes.get(file);
      const size = known === undefined ? pictureSize(file) : known;
      this.#sizes.set(file, size);
      if (size !== null) found.set(block.href, pictureOf(file, size));
    }
    return found;
  }
}

function pictureOf(file: string, { width, height }: PictureSize): PagePicture {
  const scale = Math.min(POINTS_A_PIXEL, BOX.width / width, BOX.height / height);
  const points = (pixels: number): number => Math.max(1, Math.round(pixels * scale * 100) / 100);
  return { file, name: path.basename(file), pixels: width * height, width: points(width), height: points(height) };
}
