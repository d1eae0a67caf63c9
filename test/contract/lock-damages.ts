/** Parts of a file, told by what writes it: the bytes of its header, and one byte in each part; in the middle where none is told. */
export interface FileParts {
  readonly header: number;
  readonly inHeader: number;
  readonly inBody?: number;
  readonly inTrailer: number;
}

/** Ways in which a locked file comes broken out of phones and transfers: cut at each of its parts, a bit flipped in each. */
export const damages = {
  empty: () => Buffer.alloc(0),
  'cut in the header': (bytes, { header }) => bytes.subarray(0, header >> 1),
  'cut behind the header': (bytes, { header }) => bytes.subarray(0, header),
  'cut in the body': (bytes, { header }) => bytes.subarray(0, ((header + bytes.length) >> 1) | 1),
  'cut at the end': (bytes) => bytes.subarray(0, -1),
  'flipped in the header': (bytes, { inHeader }) => flipped(bytes, inHeader),
  'flipped in the body': (bytes, { header, inBody = ((header + bytes.length) >> 1) + 100 }) => flipped(bytes, inBody),
  'flipped in the trailer': (bytes, { inTrailer }) => flipped(bytes, inTrailer),
} as const satisfies Readonly<Record<string, (bytes: Buffer, parts: FileParts) => Buffer>>;

export type DamageName = keyof typeof damages;

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
  return changed;
}
