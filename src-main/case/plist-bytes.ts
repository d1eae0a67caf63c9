/** The text as a binary property list writes it: a mark with its size in characters, then ASCII or UTF-16, the highest byte first. */
export function holdsPlistText(blob: Buffer, text: string): boolean {
  if (!isPlist(blob)) return false;
  const isAscii = Buffer.byteLength(text) === text.length;
  const bytes = isAscii ? Buffer.from(text, 'latin1') : Buffer.from(text, 'utf16le').swap16();
  const [mark, size] = [isAscii ? 0x50 : 0x60, text.length];
  // From 15 characters on a number follows, in as many bytes as its writer chose.
  const long = [[0x10, size & 255], [0x11, size >> 8, size & 255], [0x12, 0, 0, size >> 8, size & 255]].slice(size < 256 ? 0 : 1); // prettier-ignore
  const heads = size < 15 ? [[mark | size]] : long.map((number) => [mark | 15, ...number]);
  return size < 2 ** 16 && heads.some((head) => blob.includes(Buffer.concat([Buffer.from(head), bytes])));
}

/** The number as a binary property list writes it: a mark with the power of its size, then its bytes, the highest first; whole or with a fraction. */
export function holdsPlistNumber(blob: Buffer, text: string): boolean {
  if (!isPlist(blob) || !/^\d{1,18}$/u.test(text)) return false;
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(text));
  const real = Buffer.alloc(8);
  real.writeDoubleBE(Number(text));
  const whole = [1, 2, 4, 8].flatMap((size, power) => bytes.subarray(0, 8 - size).every((byte) => byte === 0) ? [Buffer.concat([Buffer.of(0x10 | power), bytes.subarray(8 - size)])] : []); // prettier-ignore
  return [...whole, Buffer.concat([Buffer.of(0x23), real])].some((one) => blob.includes(one));
}

function isPlist(blob: Buffer): boolean {
  return blob.toString('latin1', 0, 6) === 'bplist';
}
