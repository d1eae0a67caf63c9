/** Bytes at an offset that mark a media type. Sources: the formats' own specifications; Gary Kessler's table of file signatures. */
const MAGIC: readonly (readonly [offset: number, hex: string, type: string])[] = [
  [0, 'ffd8ff', 'image/jpeg'],
  [0, '89504e470d0a1a0a', 'image/png'],
  [0, '474946383761', 'image/gif'],
  [0, '474946383961', 'image/gif'],
  [0, '49492a00', 'image/tiff'],
  [0, '4d4d002a', 'image/tiff'],
  [0, '255044462d', 'application/pdf'],
  [0, '4f676753', 'audio/ogg'],
  [0, '664c6143', 'audio/flac'],
  [0, '494433', 'audio/mpeg'],
  [0, '2321414d520a', 'audio/amr'],
  [0, '2321414d522d57420a', 'audio/amr-wb'],
  [0, '1a45dfa3', 'video/webm'],
  [0, '000001ba', 'video/mpeg'],
  [0, '000001b3', 'video/mpeg'],
  [0, '232153494c4b5f5633', 'audio/silk'], // `#!SILK_V3`, which WeChat puts a byte 0x02 before
  [1, '232153494c4b5f5633', 'audio/silk'],
  [0, '77786766', 'image/wxgf'], // pictures of WeChat, as in a public sample of ppwwyyxx/wechat-dump@be3009f
  [0, '63616666', 'audio/x-caf'],
];

/** Major brands of ISO base media files (MP4 Registration Authority) that are not plain video. */
const BRANDS: Readonly<Record<string, string>> = {
  heic: 'image/heic',
  heix: 'image/heic',
  mif1: 'image/heif',
  msf1: 'image/heif',
  avif: 'image/avif',
  'M4A ': 'audio/mp4',
  'M4B ': 'audio/mp4',
  'qt  ': 'video/quicktime',
  '3gp4': 'video/3gpp',
  '3gp5': 'video/3gpp',
  '3gp6': 'video/3gpp',
};

/**
 * The media type that a file's first bytes show, by content alone; null for anything that is not an image, sound, film or
 * PDF. Text, HTML, SVG and scripts have none, so nothing that could run is ever served as what it claims to be. 16 bytes suffice.
 */
export function mediaTypeOf(head: Uint8Array): string | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 32));
  for (const [offset, hex, type] of MAGIC) {
    if (bytes.toString('hex', offset, offset + hex.length / 2) === hex) return type;
  }
  const tag = bytes.toString('latin1', 0, 4);
  const form = bytes.toString('latin1', 8, 12);
  if (tag === 'RIFF' && bytes.length >= 12) {
    if (form === 'WEBP') return 'image/webp';
    if (form === 'WAVE') return 'audio/wav';
    if (form === 'AVI ') return 'video/x-msvideo';
  }
  if (bytes.toString('latin1', 4, 8) === 'ftyp' && bytes.length >= 12) return BRANDS[form] ?? 'video/mp4';
  // BMP has two letters for a magic; its reserved words and header size make it sure.
  if (
    bytes.length >= 18 &&
    tag.startsWith('BM') &&
    bytes.readUInt32LE(6) === 0 &&
    [12, 40, 108, 124].includes(bytes.readUInt32LE(14))
  )
    return 'image/bmp';
  const [first, second] = [bytes[0] ?? 0, bytes[1] ?? 0];
  if (first === 0xff && bytes.length >= 4) {
    // ADTS and MPEG audio: eleven or twelve sync bits, then a layer and a rate that exist.
    if ((second & 0xf6) === 0xf0) return 'audio/aac';
    const third = bytes[2] ?? 0;
    if (
      (second & 0xe0) === 0xe0 &&
      (second & 0x06) === 0x02 &&
      third >> 4 !== 15 &&
      third >> 4 !== 0 &&
      (third & 0x0c) !== 0x0c
    )
      return 'audio/mpeg';
  }
  return null;
}
