/**
 * Unpacks one LZ4 block, which states no size of its own; null where it is damaged or unpacks to more than `mostBytes`. Source: the
 * description of the block format, lz4/lz4, doc/lz4_Block_format.md.
 */
export function unpackLz4Block(packed: Uint8Array, mostBytes: number): Uint8Array | null {
  let out = Buffer.alloc(Math.min(mostBytes, Math.max(256, packed.length * 4)));
  let size = 0;
  let at = 0;
  /** A length of 15 goes on in further bytes up to one that is not 255. */
  const lengthAt = (low: number): number | null => {
    let length = low;
    for (let byte = 255; low === 15 && byte === 255; at += 1) {
      const next = packed[at];
      if (next === undefined || length > mostBytes) return null;
      byte = next;
      length += byte;
    }
    return length;
  };
  const makeRoom = (length: number): boolean => {
    if (size + length > mostBytes) return false;
    if (size + length > out.length)
      out = Buffer.concat([out], Math.min(mostBytes, Math.max(out.length * 2, size + length)));
    return true;
  };
  while (at < packed.length) {
    const token = packed[at] ?? 0;
    at += 1;
    const literals = lengthAt(token >> 4);
    if (literals === null || at + literals > packed.length || !makeRoom(literals)) return null;
    out.set(packed.subarray(at, at + literals), size);
    at += literals;
    size += literals;
    if (at === packed.length) return out.subarray(0, size);
    const distance = (packed[at] ?? 0) | ((packed[at + 1] ?? 0) << 8);
    at += 2;
    if (at > packed.length || distance === 0 || distance > size) return null;
    const match = lengthAt(token & 15);
    if (match === null || !makeRoom(match + SHORTEST_MATCH)) return null;
    // Byte by byte: a match may reach into what it writes itself.
    for (let left = match + SHORTEST_MATCH; left > 0; left -= 1, size += 1) out[size] = out[size - distance] ?? 0;
  }
  return null;
}

const SHORTEST_MATCH = 4;
