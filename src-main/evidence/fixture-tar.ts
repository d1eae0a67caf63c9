/** One entry as a test wants it. */
export interface TarPart {
  readonly name: string | Uint8Array;
  readonly data?: Uint8Array | string;
  readonly type?: string;
  readonly link?: string;
  readonly size?: number;
  readonly badSum?: boolean;
}

/** Writes a tar block by block, with end marks unless `open`. Every entry's time is 2022-06-01T10:20:30Z. */
export function writeTar(parts: readonly TarPart[], open = false): Buffer {
  const out: Buffer[] = [];
  for (const part of parts) {
    const data = Buffer.from(part.data ?? '');
    const header = Buffer.alloc(512);
    Buffer.from(part.name).copy(header, 0, 0, 100);
    header.write('0000644\0', 100);
    header.write(`${(part.size ?? data.length).toString(8).padStart(11, '0')}\0`, 124);
    header.write(`${(Date.UTC(2022, 5, 1, 10, 20, 30) / 1000).toString(8).padStart(11, '0')}\0`, 136);
    header.write('        ', 148);
    header.write(part.type ?? '0', 156);
    header.write(part.link ?? '', 157);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0) + (part.badSum === true ? 1 : 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    out.push(header, data, Buffer.alloc((512 - (data.length % 512)) % 512));
  }
  if (!open) out.push(Buffer.alloc(1024));
  return Buffer.concat(out);
}
