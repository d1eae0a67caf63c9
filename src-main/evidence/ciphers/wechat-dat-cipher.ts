import { createHash } from 'node:crypto';
import { BLOCK_BYTES, readPiece, type ByteSource } from '../byte-source.ts';
import { Digester } from '../hash.ts';
import { mediaTypeOf } from '../media-type.ts';
import type { ContentCipher, Unsealed } from './content-cipher.ts';
import { datKey, datLayout, readDat, type DatLayout } from './wechat-dat-layout.ts';

/** A key at hand: the byte of the XOR and the 16 bytes of AES. */
const KEY_BYTES = 17;
const HEAD = 32;

/**
 * A picture of WeChat on a computer (`.dat`). Its key is found out from its own bytes, of version 2 among the keys at hand: it is
 * taken for the key where the first bytes are then those of a picture.
 */
export const wechatDatCipher: ContentCipher = {
  scheme: 'wechat-dat',
  name: 'WeChat .dat',
  keyBytes: null,
  *unseal(stored, given, { keyAt }, hashes) {
    const layout = datLayout(stored);
    const found = layout === null ? null : findKey(stored, layout, given);
    const hash = createHash('sha256');
    const digester = new Digester(hashes);
    for (let at = 0; at < stored.sizeBytes;) {
      const block = readPiece(stored, at, BLOCK_BYTES);
      if (block.length === 0) break;
      hash.update(block);
      at += block.length;
      yield;
    }
    const storedSha256 = hash.digest('hex');
    // Under some bytes a disguised GIF, BMP or WXGF begins like a sound: a picture that comes out goes before that.
    const type = mediaTypeOf(readPiece(stored, 0, HEAD));
    if (type !== null && (found === null || type.startsWith('image/'))) return { ended: 'as-is', storedSha256 };
    if (layout === null || found === null || found === 'no-end') {
      const why =
        layout === null ? 'damaged' : layout.version === 'xor' ? 'no-picture' : found === null ? 'no-key' : 'no-end';
      return { ended: 'unrecognised', why, storedSha256 };
    }
    const block = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, layout.plainBytes));
    for (let at = 0; at < layout.plainBytes;) {
      const read = readDat(stored, layout, found.key, block, at);
      if (read === 0) break;
      digester.update(block.subarray(0, read));
      at += read;
      yield;
    }
    const { sizeBytes } = digester;
    const how = methodOf(layout, found, keyAt);
    return { ended: 'plain', state: 'recognised', ...digester.finish(), sizeBytes, storedSha256, keyHex: found.key.toString('hex'), how } satisfies Unsealed; // prettier-ignore
  },
  read(stored, key, into, offset, sizeBytes) {
    const layout = datLayout(stored);
    // Of a file that is no longer what its key was found for nothing is given.
    if (layout === null || key.length !== (layout.version === 'xor' ? 1 : KEY_BYTES)) return 0;
    return readDat(stored, layout, key, into.subarray(0, Math.max(0, Math.min(into.length, sizeBytes - offset))), offset); // prettier-ignore
  },
};

interface FoundKey {
  readonly key: Buffer;
  readonly type: string;
}

/** `no-end`: an AES key opens the picture, and nothing gives the byte over its end. */
function findKey(stored: ByteSource, layout: DatLayout, given: Buffer): FoundKey | 'no-end' | null {
  if (layout.version === 'xor') return xorKey(stored);
  let opens = false;
  for (const candidate of candidatesOf(given, layout)) {
    const key = datKey(layout.version, 0, candidate.subarray(1));
    const type = datFits(stored, layout, key);
    if (type === null) continue;
    opens = true;
    if (layout.xorBytes === 0) return { key, type };
    const xor = byteOfEnd(stored, layout, type) ?? candidate[0];
    if (xor !== undefined) return { key: datKey(layout.version, xor, candidate.subarray(1)), type };
  }
  return opens ? 'no-end' : null;
}

/** The keys at hand; version 1 needs none but for the byte over an end that shows nothing. */
function candidatesOf(given: Buffer, { version }: DatLayout): readonly Buffer[] {
  const keys = Array.from({ length: Math.floor(given.length / KEY_BYTES) }, (_, n) => given.subarray(n * KEY_BYTES, (n + 1) * KEY_BYTES)); // prettier-ignore
  return version === '1' && keys.length === 0 ? [Buffer.alloc(0)] : keys;
}

/** The one byte that makes the first bytes those of a picture; null where none does, or several. */
function xorKey(stored: ByteSource): FoundKey | null {
  const head = readPiece(stored, 0, HEAD);
  const found: FoundKey[] = [];
  for (let byte = 1; byte < 256; byte += 1) {
    const type = mediaTypeOf(head.map((one) => one ^ byte));
    if (type?.startsWith('image/') === true) found.push({ key: Buffer.from([byte]), type });
  }
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The type of picture that the file begins as under a key; null where it does not. */
export function datFits(stored: ByteSource, layout: DatLayout, key: Buffer): string | null {
  const head = Buffer.alloc(Math.min(HEAD, layout.plainBytes));
  const type = mediaTypeOf(head.subarray(0, readDat(stored, layout, key, head, 0)));
  return type?.startsWith('image/') === true ? type : null;
}

/** How a whole file of a type ends: the marker of JPEG (T.81, B.2.1), the last chunk of PNG (RFC 2083, 4.1.4), the trailer of GIF. */
const ENDS: Readonly<Record<string, string>> = { 'image/jpeg': 'ffd9', 'image/png': 'ae426082', 'image/gif': '003b' };

/** The byte under which the file ends as its type does; null where its end shows none. */
export function byteOfEnd(stored: ByteSource, { xorBytes }: DatLayout, type: string): number | null {
  const end = Buffer.from(ENDS[type] ?? '', 'hex');
  if (end.length === 0 || xorBytes < end.length) return null;
  const last = readPiece(stored, stored.sizeBytes - end.length, end.length);
  const bytes = new Set(last.map((byte, at) => byte ^ (end[at] ?? 0)));
  const [byte] = bytes;
  return bytes.size === 1 && byte !== undefined ? byte : null;
}

function methodOf({ version, xorBytes }: DatLayout, { key, type }: FoundKey, keyAt: string): string {
  const byte = key.toString('hex', 0, 1);
  if (version === 'xor') return `deciphered (XOR with ${byte}): under this byte alone the file begins as ${type}`;
  const end = xorBytes === 0 ? 'nothing at its end' : `XOR with ${byte} at its end`;
  if (version === '1') return `deciphered (AES-128-ECB, key of version 1, ${end}): it then begins as ${type}`;
  const fingerprint = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return `deciphered (AES-128-ECB, key that follows from ${keyAt} with the fingerprint ${fingerprint}, ${end}): it then begins as ${type}`; // prettier-ignore
}
