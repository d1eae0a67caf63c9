/**
 * The media types that the window may decode, by their first bytes. What an app or a file name says of its own type is
 * never believed. Signatures: RFC 2083 (PNG), ITU-T T.81 (JPEG), GIF89a, RFC 9649 (WebP), ISO/IEC 14496-12 (ftyp),
 * RFC 3533 (Ogg), RFC 8794 (EBML), ISO/IEC 11172-3 (MPEG audio), RIFF/WAVE.
 */
export function sniffMediaType(head: Uint8Array): string | null {
  if (starts(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (starts(head, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (ascii(head, 0, 'GIF87a') || ascii(head, 0, 'GIF89a')) return 'image/gif';
  if (ascii(head, 0, 'RIFF') && ascii(head, 8, 'WEBP')) return 'image/webp';
  if (ascii(head, 0, 'RIFF') && ascii(head, 8, 'WAVE')) return 'audio/wav';
  if (ascii(head, 0, 'BM') && head.length > 26) return 'image/bmp';
  if (ascii(head, 4, 'ftyp')) return isoBrand(head);
  if (ascii(head, 0, 'OggS')) return 'audio/ogg';
  if (starts(head, [0x1a, 0x45, 0xdf, 0xa3])) return 'video/webm';
  if (ascii(head, 0, 'ID3')) return 'audio/mpeg';
  const [first, second] = head;
  if (first === 0xff && second !== undefined && (second & 0xe6) === 0xe2) return 'audio/mpeg';
  if (first === 0xff && second !== undefined && (second & 0xf6) === 0xf0) return 'audio/aac';
  return null;
}

/** Bytes that `sniffMediaType` needs. */
export const SNIFF_BYTES = 64;

function isoBrand(head: Uint8Array): string | null {
  const brand = String.fromCharCode(...head.subarray(8, 12));
  if (brand === 'avif' || brand === 'avis') return 'image/avif';
  if (brand.startsWith('hei') || brand.startsWith('hev') || brand === 'mif1') return null; // no browser decodes HEIF
  if (brand.startsWith('M4A') || brand.startsWith('M4B')) return 'audio/mp4';
  if (brand === 'qt  ') return 'video/quicktime';
  return 'video/mp4';
}

function starts(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}

function ascii(head: Uint8Array, at: number, text: string): boolean {
  return Array.from(text).every((letter, index) => head[at + index] === letter.charCodeAt(0));
}
