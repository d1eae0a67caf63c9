import { createCipheriv, createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import type { ZipPart } from './fixture-zip.ts';

export interface LockedPart {
  readonly name: string;
  readonly data: string | Buffer;
  readonly method?: 0 | 8;
  readonly password: string;
  /** `0`: ZipCrypto. */
  readonly bits?: 0 | 128 | 192 | 256;
  readonly version?: 1 | 2;
  readonly streamed?: boolean;
}

/** An entry encrypted as Info-ZIP (ZipCrypto) or WinZip (AES) do, for `writeZip`. */
export function lockedPart({
  name,
  data,
  method = 8,
  password,
  bits = 256,
  version = 2,
  streamed = false,
}: LockedPart): ZipPart {
  const plain = Buffer.from(data);
  const packed = method === 8 ? deflateRawSync(plain) : plain;
  const common = { name, size: plain.length, raw: true, flags: 1, streamed };
  if (bits === 0) {
    // Where sums stand behind the data, the time's high byte takes their part in the header.
    const time = (10 << 11) | (20 << 5) | 15;
    const check = streamed ? time >>> 8 : crc32(plain) >>> 24;
    return { ...common, method, crc: crc32(plain), data: zipCrypto(packed, password, check) };
  }
  const extra = Buffer.from([0x01, 0x99, 7, 0, version, 0, 0x41, 0x45, bits / 64 - 1, method, 0]);
  return {
    ...common,
    method: 99,
    extra,
    localExtra: extra,
    crc: version === 2 ? 0 : crc32(plain),
    data: zipAes(packed, password, bits),
  };
}

function zipAes(packed: Buffer, password: string, bits: 128 | 192 | 256): Buffer {
  const salt = createHash('sha256')
    .update(packed)
    .digest()
    .subarray(0, bits / 16);
  const keys = pbkdf2Sync(password, salt, 1000, bits / 4 + 2, 'sha1');
  const out = Buffer.from(packed);
  const cipher = createCipheriv(`aes-${bits}-ecb`, keys.subarray(0, bits / 8), null).setAutoPadding(false);
  for (let at = 0, counter = 1; at < out.length; at += 16, counter += 1) {
    const block = Buffer.alloc(16);
    block.writeUInt32LE(counter);
    const stream = cipher.update(block);
    for (let index = at; index < Math.min(at + 16, out.length); index += 1)
      out[index] = (out[index] ?? 0) ^ (stream[index - at] ?? 0);
  }
  const code = createHmac('sha1', keys.subarray(bits / 8, bits / 4))
    .update(out)
    .digest()
    .subarray(0, 10);
  return Buffer.concat([salt, keys.subarray(bits / 4), out, code]);
}

/** PKWARE APPNOTE.TXT 6.3.10, section 6.1, with big integers in place of wrapping ones: written apart from the reader. */
function zipCrypto(packed: Buffer, password: string, check: number): Buffer {
  const crcOf = (sum: bigint, byte: number): bigint => {
    let value = (sum ^ BigInt(byte)) & 0xffn;
    for (let bit = 0; bit < 8; bit += 1) value = (value & 1n) === 1n ? (value >> 1n) ^ 0xedb88320n : value >> 1n;
    return (sum >> 8n) ^ value;
  };
  let [first, second, third] = [0x12345678n, 0x23456789n, 0x34567890n];
  const take = (byte: number): void => {
    first = crcOf(first, byte);
    second = ((second + (first & 0xffn)) * 134775813n + 1n) & 0xffffffffn;
    third = crcOf(third, Number(second >> 24n));
  };
  for (const byte of Buffer.from(password)) take(byte);
  const header = createHash('sha256').update(password).digest().subarray(0, 12);
  header.writeUInt8(check, 11);
  return Buffer.from(
    Buffer.concat([header, packed]).map((byte) => {
      const key = (third | 2n) & 0xffffn;
      const sealed = byte ^ Number(((key * (key ^ 1n)) >> 8n) & 0xffn);
      take(byte);
      return sealed;
    }),
  );
}
