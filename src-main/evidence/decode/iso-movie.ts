import { boxesIn, boxIn, type Box } from './iso-boxes.ts';
import { FactList } from './media-fact.ts';

/** Seconds from 1904-01-01 to 1970-01-01, both 00:00 UTC. Source: ISO/IEC 14496-12, 8.2.2: `creation_time` counts from 1904. */
const MAC_EPOCH_S = 2_082_844_800;

/** Values of a movie's boxes; `base` is where the bytes lie in the file. */
export function readMovie(bytes: Buffer, movie: Omit<Box, 'type'>, base: number): FactList {
  const list = new FactList();
  const reader = new MovieReader(bytes, base, list);
  let track = 0;
  for (const box of boxesIn(bytes, movie.from, movie.to)) {
    if (box.type === 'mvhd') reader.header(box, 'moov/mvhd');
    else if (box.type === 'trak') reader.track(box, `moov/trak[${++track}]`);
    else if (box.type === 'udta') reader.userData(box, 'moov/udta');
    else if (box.type === 'meta') reader.metadata(box, 'moov/meta');
  }
  return list;
}

class MovieReader {
  readonly #bytes: Buffer;
  readonly #base: number;
  readonly #list: FactList;

  constructor(bytes: Buffer, base: number, list: FactList) {
    this.#bytes = bytes;
    this.#base = base;
    this.#list = list;
  }

  #add(within: string, name: string, value: string, from: number, length: number): void {
    this.#list.add(within, name, value, this.#base + from, length);
  }

  /** A number of 1 to 8 bytes; null outside the box. */
  #number({ from, to }: Box, at: number, width: 1 | 2 | 4 | 8): number | null {
    const place = from + at;
    if (place < 0 || place + width > to) return null;
    return width === 8 ? Number(this.#bytes.readBigUInt64BE(place)) : this.#bytes.readUIntBE(place, width);
  }

  /** `mvhd` and `mdhd` begin alike: version, times, scale, duration. */
  header(box: Box, within: string): void {
    const wide = this.#number(box, 0, 1) === 1;
    const width = wide ? 8 : 4;
    const [created, changed] = [this.#number(box, 4, width), this.#number(box, 4 + width, width)];
    const scaleAt = 4 + 2 * width;
    const scale = this.#number(box, scaleAt, 4);
    const duration = this.#number(box, scaleAt + 4, width);
    if (created !== null) this.#add(within, 'creation time', macTime(created), box.from + 4, width);
    if (changed !== null) this.#add(within, 'modification time', macTime(changed), box.from + 4 + width, width);
    if (scale === null || duration === null) return;
    const seconds = scale === 0 ? '' : ` (${duration / scale} s)`;
    this.#add(within, 'duration', `${duration} at ${scale} a second${seconds}`, box.from + scaleAt, 4 + width);
  }

  track(track: Box, within: string): void {
    const head = boxIn(this.#bytes, track, 'tkhd');
    if (head !== null) this.#trackHead(head, `${within}/tkhd`);
    const media = boxIn(this.#bytes, track, 'mdia');
    if (media === null) return;
    const time = boxIn(this.#bytes, media, 'mdhd');
    if (time !== null) this.header(time, `${within}/mdia/mdhd`);
    const handler = boxIn(this.#bytes, media, 'hdlr');
    if (handler !== null && handler.from + 12 <= handler.to)
      this.#add(`${within}/mdia/hdlr`, 'handler', this.#code(handler.from + 8), handler.from + 8, 4);
    const table = boxIn(this.#bytes, media, 'minf');
    const samples = table === null ? null : boxIn(this.#bytes, table, 'stbl');
    const described = samples === null ? null : boxIn(this.#bytes, samples, 'stsd');
    if (described === null) return;
    for (const entry of boxesIn(this.#bytes, described.from + 8, described.to))
      this.#add(`${within}/mdia/minf/stbl/stsd`, 'format', this.#code(entry.from - 4), entry.from - 4, 4);
  }

  /** Width and height as 16.16, and the turn that the matrix states. Source: ISO/IEC 14496-12, 8.3.2. */
  #trackHead(box: Box, within: string): void {
    const after = this.#number(box, 0, 1) === 1 ? 36 : 24;
    const matrix = box.from + after + 16;
    if (matrix + 44 > box.to) return;
    const [width, height] = [this.#bytes.readUInt32BE(matrix + 36), this.#bytes.readUInt32BE(matrix + 40)];
    if (width > 0 || height > 0)
      this.#add(within, 'width and height', `${width / 65_536} × ${height / 65_536}`, matrix + 36, 8);
    const [a, b] = [this.#bytes.readInt32BE(matrix), this.#bytes.readInt32BE(matrix + 4)];
    if (width > 0 && (a !== 0 || b !== 0)) {
      const turn = Math.round((Math.atan2(b, a) * 180) / Math.PI);
      if (turn !== 0) this.#add(within, 'rotation', `${turn}°`, matrix, 36);
    }
  }

  /** Texts whose names begin with ©, and 3GPP's location. */
  userData(box: Box, within: string): void {
    for (const part of boxesIn(this.#bytes, box.from, box.to)) {
      const path = `${within}/${part.type}`;
      if (part.type === 'loci') this.#location(part, path);
      else if (part.type === 'meta') this.metadata(part, path);
      else if (part.type.startsWith('\u00a9')) {
        // Two bytes of length, two of language, then the text; the box can hold it in several languages.
        const length = this.#number(part, 0, 2);
        if (length !== null && part.from + 4 + length <= part.to)
          this.#add(path, part.type, this.#text(part.from + 4, length), part.from + 4, length);
      }
    }
  }

  /** Source: 3GPP TS 26.244, 8.11: language, name, role, then longitude, latitude and altitude as signed 16.16. */
  #location(box: Box, within: string): void {
    const name = box.from + 6;
    const end = this.#bytes.indexOf(0, name);
    const numbers = end + 2;
    if (end < name || end >= box.to || numbers + 12 > box.to) return;
    if (end > name) this.#add(within, 'name', this.#text(name, end - name), name, end - name);
    const [longitude, latitude, altitude] = [0, 4, 8].map((at) => this.#bytes.readInt32BE(numbers + at) / 65_536);
    this.#add(within, 'longitude, latitude, altitude', `${longitude}, ${latitude}, ${altitude}`, numbers, 12);
  }

  /** QuickTime's metadata: names in `keys`, values in `ilst` by their number. Source: QuickTime File Format, Metadata. */
  metadata(box: Box, within: string): void {
    // As an ISO box it begins with a version and flags, as QuickTime's it does not.
    const isFull = this.#number(box, 4, 4) !== 0x68646c72;
    const inner = { from: box.from + (isFull ? 4 : 0), to: box.to };
    const keys = boxIn(this.#bytes, inner, 'keys');
    const values = boxIn(this.#bytes, inner, 'ilst');
    if (values === null) return;
    const names = keys === null ? [] : [...boxesIn(this.#bytes, keys.from + 8, keys.to)].map((key) => this.#text(key.from, key.to - key.from)); // prettier-ignore
    for (const entry of boxesIn(this.#bytes, values.from, values.to)) {
      const data = boxIn(this.#bytes, entry, 'data');
      if (data === null || data.from + 8 > data.to) continue;
      const number = this.#bytes.readUInt32BE(entry.from - 4);
      const name = names[number - 1] ?? entry.type;
      const type = this.#bytes.readUInt32BE(data.from) & 0xff_ffff;
      const [from, length] = [data.from + 8, data.to - data.from - 8];
      const value =
        type === 1 ? this.#text(from, length) : this.#bytes.toString('hex', from, from + Math.min(length, 200));
      this.#add(`${within}/ilst`, name, value, from, length);
    }
  }

  #code(at: number): string {
    return this.#bytes.toString('latin1', at, at + 4);
  }

  #text(from: number, length: number): string {
    return new TextDecoder('utf-8').decode(this.#bytes.subarray(from, from + Math.min(length, 2000)));
  }
}

/** The number as stored, and what it says: many writers leave it 0 or count from 1970. */
function macTime(seconds: number): string {
  if (seconds === 0) return '0 (none)';
  const ms = (seconds - MAC_EPOCH_S) * 1000;
  const read = Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : 'out of range';
  return `${seconds} s from 1904-01-01 UTC (${read})`;
}
