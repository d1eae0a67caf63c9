import type { XmlTag } from './xml-tag.ts';

/** How a tag was written: another one that differs in values of attributes alone is read by comparing it with this one. */
export interface TagShape {
  readonly form: XmlTag['form'];
  /** From behind the tag's name to behind its `>`. */
  readonly bytes: DataView;
  readonly names: readonly string[];
  readonly values: readonly string[];
  /** Where each value begins and ends in `bytes`. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Longer tags are not compared. */
const LONGEST = 1000;
/** Shapes of tags of one name: a report writes tags of a dozen kinds of models, two or three in turn. */
const MOST_SHAPES = 8;
/** Tags of one name that are read anew although a shape fits, for the sake of one with their first value. */
const MOST_LEARNED = 64;

/** The shapes of the last tags of one name that were not like those before. */
export class TagShapes {
  readonly #shapes: TagShape[] = [];
  #next = 0;
  #learned = 0;
  /** Behind the tag that was found last, in the bytes that were given. */
  end = 0;
  /** The values of its attributes. */
  values: readonly string[] = [];

  /**
   * A shape that the tag has whose name ends at `start`; `textOf` reads the values that differ. Null for one of another shape. The first
   * value is a kind as a rule: of its own kind a tag differs least.
   */
  find(bytes: DataView, start: number, stop: number, textOf: (from: number, to: number) => string): TagShape | null {
    for (const shape of this.#shapes)
      if (this.#fits(shape, bytes, start, stop, textOf, shape.ends[0] ?? 0)) return shape;
    if (this.#learned < MOST_LEARNED) {
      this.#learned += 1;
      return null;
    }
    for (const shape of this.#shapes) if (this.#fits(shape, bytes, start, stop, textOf, -1)) return shape;
    return null;
  }

  add(shape: TagShape): void {
    if (shape.bytes.byteLength > LONGEST) return;
    this.#shapes[this.#next] = shape;
    this.#next = (this.#next + 1) % MOST_SHAPES;
  }

  /** `sameTo`: how much of the shape's bytes must be the same. */
  #fits(
    shape: TagShape,
    bytes: DataView,
    start: number,
    stop: number,
    textOf: (from: number, to: number) => string,
    sameTo: number,
  ): boolean {
    const wanted = shape.bytes;
    const length = wanted.byteLength;
    const { starts, ends } = shape;
    let values: string[] | null = null;
    let value = 0;
    let at = start;
    let i = 0;
    for (;;) {
      const same = sameBytes(bytes, at, stop, wanted, i);
      at += same;
      i += same;
      if (i === length) break;
      if (at >= stop || i <= sameTo) return false;
      // The first byte that differs must lie in a value, or where it ends.
      while (value < ends.length && (ends[value] ?? 0) < i) value += 1;
      const from = starts[value];
      const to = ends[value];
      if (from === undefined || to === undefined || i < from) return false;
      const quote = wanted.getUint8(to);
      const first = at - (i - from);
      while (at < stop && bytes.getUint8(at) !== quote) at += 1;
      if (at >= stop) return false;
      values ??= [...shape.values];
      values[value] = textOf(first, at);
      i = to;
    }
    this.values = values ?? shape.values;
    this.end = at;
    return true;
  }
}

/** How many bytes from `at` on are those of `wanted` from `from` on. */
function sameBytes(bytes: DataView, at: number, stop: number, wanted: DataView, from: number): number {
  const most = Math.min(stop - at, wanted.byteLength - from);
  let same = 0;
  for (; same + 4 <= most; same += 4) if (bytes.getInt32(at + same, true) !== wanted.getInt32(from + same, true)) break;
  while (same < most && bytes.getUint8(at + same) === wanted.getUint8(from + same)) same += 1;
  return same;
}
