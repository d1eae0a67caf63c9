/** A value of a directory: tag, type by its number in TIFF 6.0, and the bytes' values. */
type Entry = readonly [tag: number, type: 2 | 3 | 5, values: string | readonly number[]];

interface Options {
  /** Leaves out which hemispheres the place is in. */
  readonly withoutSides?: boolean;
}

/** A TIFF structure with maker, model, time, exposure and a place, as cameras write it; for tests. */
export function tiffWithExif(order: 'little' | 'big', { withoutSides = false }: Options = {}): Buffer {
  const bytes = Buffer.alloc(2048);
  const little = order === 'little';
  const short = (value: number, at: number): number => (little ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at)); // prettier-ignore
  const long = (value: number, at: number): number => (little ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at)); // prettier-ignore
  bytes.write(little ? 'II' : 'MM', 0, 'latin1');
  short(42, 2);
  long(8, 4);
  let free = 600;
  const directory = (
    at: number,
    entries: readonly Entry[],
    pointers: readonly (readonly [tag: number, at: number])[],
  ) => {
    short(entries.length + pointers.length, at);
    entries.forEach(([tag, type, values], index) => {
      const place = at + 2 + index * 12;
      const width = { 2: 1, 3: 2, 5: 8 }[type];
      const count = typeof values === 'string' ? values.length + 1 : type === 5 ? values.length / 2 : values.length;
      short(tag, place);
      short(type, place + 2);
      long(count, place + 4);
      const inside = count * width <= 4;
      const to = inside ? place + 8 : free;
      if (!inside) {
        long(free, place + 8);
        free += count * width + ((count * width) % 2);
      }
      if (typeof values === 'string') bytes.write(values, to, 'latin1');
      else if (type === 3) values.forEach((value, n) => short(value, to + n * 2));
      else values.forEach((value, n) => long(value, to + n * 4));
    });
    pointers.forEach(([tag, target], index) => {
      const place = at + 2 + (entries.length + index) * 12;
      short(tag, place);
      short(4, place + 2);
      long(1, place + 4);
      long(target, place + 8);
    });
  };
  const image: readonly Entry[] = [[0x010f, 2, 'Acme'], [0x0110, 2, 'Test Camera 7'], [0xc0de, 3, [7]]]; // prettier-ignore
  directory(8, image, [
    [0x8769, 200],
    [0x8825, 300],
  ]);
  directory(200, [[0x829a, 5, [1, 250]], [0x9003, 2, '2024:03:01 14:05:09']], []); // prettier-ignore
  const sides: readonly Entry[] = withoutSides ? [] : [[1, 2, 'S'], [3, 2, 'E']]; // prettier-ignore
  directory(300, [...sides, [2, 5, [33, 1, 51, 1, 2448, 100]], [4, 5, [151, 1, 12, 1, 5508, 100]], [5, 3, [1]], [6, 5, [9, 2]]], []); // prettier-ignore
  return bytes.subarray(0, free);
}

/** The start of a JPEG with that structure in its APP1, after an APP0. */
export function jpegWithExif(order: 'little' | 'big', options: Options = {}): Buffer {
  const tiff = tiffWithExif(order, options);
  const head = Buffer.from('ffd8ffe000104a46494600010100000100010000ffe1', 'hex');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(2 + 6 + tiff.length);
  return Buffer.concat([head, length, Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from('ffd9', 'hex')]);
}
