import { tiffWithExif } from './fixture-exif.ts';

/** A box of an ISO base media file with this content; for tests. */
function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(8);
  const content = Buffer.concat(parts);
  head.writeUInt32BE(8 + content.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}

function numbers(width: 1 | 2 | 4, ...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(width * values.length);
  values.forEach((value, at) => (value < 0 ? bytes.writeIntBE(value, at * width, width) : bytes.writeUIntBE(value, at * width, width))); // prettier-ignore
  return bytes;
}

const text = (value: string): Buffer => Buffer.from(value, 'utf8');

/** 2024-03-01T14:05:09Z in seconds from 1904. */
const CREATED = 3_792_146_709;

function movie(...more: readonly Buffer[]): Buffer {
  const times = numbers(4, 0, CREATED, CREATED, 1000, 61_500);
  const matrix = numbers(4, 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000);
  const head = Buffer.concat([numbers(4, 0, CREATED, CREATED, 1, 0, 61_500, 0, 0), numbers(2, 0, 0, 0, 0), matrix, numbers(4, 1920 * 65_536, 1080 * 65_536)]); // prettier-ignore
  const samples = box('stbl', box('stsd', numbers(4, 0, 1), box('avc1', Buffer.alloc(20))));
  const media = box('mdia', box('mdhd', times, numbers(2, 0, 0)), box('hdlr', numbers(4, 0, 0), text('vide'), Buffer.alloc(13)), box('minf', samples)); // prettier-ignore
  return box('moov', box('mvhd', times, Buffer.alloc(80)), box('trak', box('tkhd', head), media), ...more);
}

/** A film as a telephone writes it, its position in `udta/©xyz`; the index behind the pictures. */
export function mp4WithPlace(position = '+53.5413+009.9841+012.300/'): Buffer {
  const xyz = box('\u00a9xyz', numbers(2, position.length, 0x15c7), text(position));
  return Buffer.concat([
    box('ftyp', text('mp42'), numbers(4, 1), text('isommp42')),
    box('mdat', Buffer.alloc(5000, 7)),
    movie(box('udta', xyz)),
  ]);
}

/** A QuickTime film with the position under a key of its own. */
export function movWithPlace(): Buffer {
  const names = ['com.apple.quicktime.location.ISO6709', 'com.apple.quicktime.creationdate'];
  const keys = box('keys', numbers(4, 0, names.length), ...names.map((name) => box('mdta', text(name))));
  const values = ['-3351.5-07030.25/', '2024-03-01T15:05:09+0100'].map((value, at) => {
    const entry = box('none', box('data', numbers(4, 1, 0), text(value)));
    entry.writeUInt32BE(at + 1, 4);
    return entry;
  });
  const meta = box('meta', box('hdlr', Buffer.alloc(24)), keys, box('ilst', ...values));
  return Buffer.concat([box('ftyp', text('qt  '), numbers(4, 0)), movie(meta)]);
}

/** A 3GP film with 3GPP's own location box. */
export function threeGpWithPlace(): Buffer {
  const loci = box('loci', numbers(4, 0), numbers(2, 0x15c7), text('Gate 4\0'), numbers(1, 0), numbers(4, 9.5 * 65_536, -53.25 * 65_536, 3 * 65_536), Buffer.alloc(2)); // prettier-ignore
  return Buffer.concat([box('ftyp', text('3gp4'), numbers(4, 0)), movie(box('udta', loci))]);
}

/** A HEIC picture whose EXIF is an item behind its index. */
export function heicWithExif(): Buffer {
  const tiff = Buffer.concat([numbers(4, 6), Buffer.from('Exif\0\0', 'latin1'), tiffWithExif('big')]);
  const entry = (id: number, type: string): Buffer => box('infe', numbers(4, 2 * 2 ** 24), numbers(2, id, 0), text(type), text('\0')); // prettier-ignore
  const list = box('iinf', numbers(4, 0), numbers(2, 2), entry(1, 'hvc1'), entry(2, 'Exif'));
  const places = (at: number): Buffer =>
    box('iloc', numbers(4, 2 ** 24), numbers(2, 0x4400, 2), ...[[1, 0, 0], [2, at, tiff.length]].map(([id = 0, offset = 0, length = 0]) =>
      Buffer.concat([numbers(2, id, 0, 0, 1), numbers(4, offset, length)]))); // prettier-ignore
  const meta = (at: number): Buffer => box('meta', numbers(4, 0), box('hdlr', Buffer.alloc(24)), list, places(at));
  const start = box('ftyp', text('heic'), numbers(4, 0), text('mif1heic'));
  const first = start.length + meta(0).length + 8;
  return Buffer.concat([start, meta(first), box('mdat', tiff)]);
}

function page(position: bigint, packet: Buffer): Buffer {
  const head = Buffer.alloc(27);
  head.write('OggS', 'latin1');
  head.writeBigInt64LE(position, 6);
  const segments = Buffer.from([...Array.from({ length: Math.floor(packet.length / 255) }, () => 255), packet.length % 255]); // prettier-ignore
  head[26] = segments.length;
  return Buffer.concat([head, segments, packet]);
}

/** A voice message of two seconds. */
export function opusWithTags(): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead\u0001\u0001', 'latin1');
  head.writeUInt16LE(312, 10);
  head.writeUInt32LE(16_000, 12);
  const string = (value: string): Buffer =>
    Buffer.concat([Buffer.from(Uint32Array.of(value.length).buffer), text(value)]);
  const tags = Buffer.concat([text('OpusTags'), string('WhatsApp'), Buffer.from(Uint32Array.of(1).buffer), string('title=gate')]); // prettier-ignore
  return Buffer.concat([page(0n, head), page(0n, tags), page(96_312n, Buffer.alloc(300, 5))]);
}

/** A tag of an MP3 with a title in UTF-16. */
export function mp3WithTag(): Buffer {
  const title = Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from('Gate 4', 'utf16le')]);
  const frame = Buffer.concat([text('TIT2'), numbers(4, title.length), numbers(2, 0), title]);
  return Buffer.concat([
    text('ID3'),
    Buffer.from([3, 0, 0, 0, 0, 0, frame.length]),
    frame,
    Buffer.from('fffb9064', 'hex'),
  ]);
}

/** An AMR recording of so many frames in the mode of 12.2 kbit/s. */
export function amrOf(frames: number): Buffer {
  const frame = Buffer.alloc(32);
  frame[0] = 7 << 3;
  return Buffer.concat([text('#!AMR\n'), ...Array.from({ length: frames }, () => frame)]);
}
