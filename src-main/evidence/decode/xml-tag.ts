/** The attributes of one tag by their names, in the tag's order; of two of one name the first. */
export interface XmlAttributes extends Iterable<readonly [name: string, value: string]> {
  readonly size: number;
  get(name: string): string | undefined;
  has(name: string): boolean;
}

/** One tag, read. */
export interface XmlTag {
  readonly form: 'open' | 'close' | 'empty';
  readonly name: string;
  readonly attributes: XmlAttributes;
}

/** A power of two; a report holds about a hundred different tags. */
const SLOTS = 4096;
const SHORTEST_KNOWN = 2;
const LONGEST_KNOWN = 120;
const GT = 0x3e;

interface KnownTag {
  readonly tag: XmlTag;
  /** From behind the `<` to behind the `>`. */
  readonly bytes: Uint8Array;
}

/** Tags that stand in a document again and again, such as `field name="Body" type="String"`: of those that share a slot the last. */
export class KnownTags {
  readonly #slots = new Array<KnownTag | null>(SLOTS).fill(null);

  /** The known tag whose text begins at `start`, behind the `<`; null for any other. */
  get(bytes: Uint8Array, start: number): KnownTag | null {
    let hash = 0;
    const most = Math.min(bytes.length, start + LONGEST_KNOWN + 1);
    for (let at = start; at < most; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === GT) {
        const known = this.#slots[slotOf(hash)] ?? null;
        return known !== null && standsAt(bytes, start, known.bytes) ? known : null;
      }
      hash = Math.imul(hash, 31) + byte;
    }
    return null;
  }

  /** Makes a tag known where it may come again, and says whether; `start` and `end` are those of its text in `bytes`. */
  add(tag: XmlTag, bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - 1 - start;
    if (length < SHORTEST_KNOWN || length > LONGEST_KNOWN) return false;
    // One with an id of its own does not come again.
    if (tag.attributes.size > 2 || tag.attributes.has('id')) return false;
    let hash = 0;
    for (let at = start; at < end - 1; at += 1) {
      const byte = bytes[at] ?? 0;
      // In a known tag the first `>` is its end.
      if (byte === GT) return false;
      hash = Math.imul(hash, 31) + byte;
    }
    this.#slots[slotOf(hash)] = { tag, bytes: Uint8Array.prototype.slice.call(bytes, start, end) };
    return true;
  }
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 12)) & (SLOTS - 1);
}

function standsAt(bytes: Uint8Array, start: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i += 1) if (bytes[start + i] !== wanted[i]) return false;
  return true;
}
