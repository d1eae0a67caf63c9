import { crc32, deflateRawSync } from 'node:zlib';

/** One entry as a test wants it, lies included. */
export interface ZipPart {
  readonly name: string | Uint8Array;
  readonly data?: Uint8Array | string;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly localName?: string;
  readonly extra?: Uint8Array;
  /** The extra field of the local header. */
  readonly localExtra?: Uint8Array;
  /** Unix mode; makes the entry one of a Unix archiver. */
  readonly mode?: number;
  /** Point at this local header instead of writing one. */
  readonly offset?: number;
  /** The data are packed, or encrypted, already. */
  readonly raw?: boolean;
  /** Sizes and CRC stand behind the data, not before. */
  readonly streamed?: boolean;
}

/** Writes a zip byte by byte, so that every field can be wrong. 2022-06-01 10:20:30 is every entry's time. */
export function writeZip(
  parts: readonly ZipPart[],
  options: { readonly before?: number; readonly after?: number } = {},
): Buffer {
  const time = (((2022 - 1980) << 9) | (6 << 5) | 1) * 65_536 + ((10 << 11) | (20 << 5) | 15);
  const out: Buffer[] = [Buffer.alloc(options.before ?? 0, 0x41)];
  const central: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const data = Buffer.from(part.data ?? '');
    const name = Buffer.from(part.name);
    const method = part.method ?? 0;
    const packed = method === 8 && part.raw !== true ? deflateRawSync(data) : data;
    const crc = part.crc ?? crc32(data);
    const size = part.size ?? data.length;
    const flags = (part.flags ?? 0) | (part.streamed === true ? 8 : 0);
    const offset = part.offset ?? at;
    if (part.offset === undefined) {
      const localName = Buffer.from(part.localName ?? name);
      const local = Buffer.alloc(30);
      const localExtra = Buffer.from(part.localExtra ?? []);
      local.writeUInt32LE(0x04034b50, 0);
      local.writeUInt16LE(flags, 6);
      local.writeUInt16LE(method, 8);
      local.writeUInt32LE(time, 10);
      if (part.streamed !== true) {
        local.writeUInt32LE(crc, 14);
        local.writeUInt32LE(packed.length, 18);
        local.writeUInt32LE(size, 22);
      }
      local.writeUInt16LE(localName.length, 26);
      local.writeUInt16LE(localExtra.length, 28);
      const descriptor = Buffer.alloc(part.streamed === true ? 16 : 0);
      if (part.streamed === true) {
        descriptor.writeUInt32LE(0x08074b50, 0);
        descriptor.writeUInt32LE(crc, 4);
        descriptor.writeUInt32LE(packed.length, 8);
        descriptor.writeUInt32LE(size, 12);
      }
      out.push(local, localName, localExtra, packed, descriptor);
      at += local.length + localName.length + localExtra.length + packed.length + descriptor.length;
    }
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt8(part.mode === undefined ? 0 : 3, 5);
    header.writeUInt16LE(flags, 8);
    header.writeUInt16LE(method, 10);
    header.writeUInt32LE(time, 12);
    header.writeUInt32LE(crc, 16);
    header.writeUInt32LE(packed.length, 20);
    header.writeUInt32LE(size, 24);
    header.writeUInt16LE(name.length, 28);
    header.writeUInt16LE(part.extra?.length ?? 0, 30);
    header.writeUInt32LE(((part.mode ?? 0) << 16) >>> 0, 38);
    header.writeUInt32LE(offset, 42);
    central.push(header, name, Buffer.from(part.extra ?? []));
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...out, directory, end, Buffer.alloc(options.after ?? 0, 0x42)]);
}
