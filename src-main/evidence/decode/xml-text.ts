/** A power of two. */
const SLOTS = 4096;
const LONGEST_KNOWN = 48;
const AMPERSAND = 0x26;
/** A GUID stands in few places: its letters are not looked at. Source: the ids of public reports. */
const GUID_LENGTH = 36;
const DASH = 0x2d;

/** Short texts that stand in a document again and again, such as `True`: of those that share a slot the last. */
export class KnownTexts {
  readonly #slots = new Array<string>(SLOTS).fill('');

  /** The text that these bytes are; null for a long one, for a GUID, and for one with a reference or a sign beyond ASCII. */
  get(bytes: Buffer, start: number, end: number): string | null {
    if (end - start > LONGEST_KNOWN) return null;
    if (end - start === GUID_LENGTH && bytes[start + 8] === DASH && bytes[start + 13] === DASH) return null;
    let hash = 0;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte >= 0x80 || byte === AMPERSAND) return null;
      hash = Math.imul(hash, 31) + byte;
    }
    const slot = (hash ^ (hash >>> 12)) & (SLOTS - 1);
    const known = this.#slots[slot] ?? '';
    if (isText(known, bytes, start, end)) return known;
    const text = bytes.toString('latin1', start, end);
    this.#slots[slot] = text;
    return text;
  }
}

function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
