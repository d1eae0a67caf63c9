import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amrOf, heicWithExif, mp3WithTag, mp4WithPlace, movWithPlace, opusWithTags, threeGpWithPlace } from '../fixture-media.ts'; // prettier-ignore
import { jpegWithExif } from '../fixture-exif.ts';
import { readMediaMetadata } from '../media-metadata.ts';
import { readIso6709 } from './iso-6709.ts';
import { statedPosition } from './stated-position.ts';

const metadata = (file: Buffer) =>
  readMediaMetadata((offset, length) => Promise.resolve(file.subarray(offset, offset + length)), file.length);
const position = async (file: Buffer) => {
  const { exif, structure } = await metadata(file);
  return statedPosition(exif, structure);
};

describe('metadata of films', () => {
  it('are read as stored, each with its bytes', async () => {
    const file = mp4WithPlace();
    const { structure } = await metadata(file);
    const told = structure?.facts.map(({ within, name, value }) => `${within} ${name}: ${value}`);
    expect(told).toEqual([
      'ftyp major brand: mp42',
      'ftyp minor version: 1',
      'ftyp compatible brands: isom mp42',
      'moov/mvhd creation time: 3792146709 s from 1904-01-01 UTC (2024-03-01T14:05:09.000Z)',
      'moov/mvhd modification time: 3792146709 s from 1904-01-01 UTC (2024-03-01T14:05:09.000Z)',
      'moov/mvhd duration: 61500 at 1000 a second (61.5 s)',
      'moov/trak[1]/tkhd width and height: 1920 × 1080',
      'moov/trak[1]/tkhd rotation: 90°',
      'moov/trak[1]/mdia/mdhd creation time: 3792146709 s from 1904-01-01 UTC (2024-03-01T14:05:09.000Z)',
      'moov/trak[1]/mdia/mdhd modification time: 3792146709 s from 1904-01-01 UTC (2024-03-01T14:05:09.000Z)',
      'moov/trak[1]/mdia/mdhd duration: 61500 at 1000 a second (61.5 s)',
      'moov/trak[1]/mdia/hdlr handler: vide',
      'moov/trak[1]/mdia/minf/stbl/stsd format: avc1',
      'moov/udta/©xyz ©xyz: +53.5413+009.9841+012.300/',
    ]);
    const place = structure?.facts.at(-1);
    const at = place?.offset ?? 0;
    expect(file.toString('latin1', at, at + (place?.length ?? 0))).toBe('+53.5413+009.9841+012.300/');
  });

  it('state a position in the ways of MP4, QuickTime and 3GPP', async () => {
    expect(await position(mp4WithPlace())).toMatchObject({ latitude: 53.5413, longitude: 9.9841, altitudeM: 12.3, saidBy: '©xyz' }); // prettier-ignore
    const mov = await position(movWithPlace());
    expect(mov?.latitude).toBeCloseTo(-33.858333, 6);
    expect(mov?.longitude).toBeCloseTo(-70.504167, 6);
    expect(mov).toMatchObject({ stored: '-3351.5-07030.25/', time: '2024-03-01T15:05:09+0100' });
    expect(await position(threeGpWithPlace())).toMatchObject({ latitude: -53.25, longitude: 9.5, altitudeM: 3 });
    expect(await position(mp4WithPlace('nowhere at all'))).toBeNull();
  });
});

describe('EXIF in other wrappings', () => {
  it('is found in HEIC, each value where it lies in the file', async () => {
    const file = heicWithExif();
    const { type, exif } = await metadata(file);
    expect(type).toBe('image/heic');
    const model = exif?.entries.find(({ name }) => name === 'Model');
    expect(file.toString('latin1', model?.offset, (model?.offset ?? 0) + (model?.length ?? 0))).toBe('Test Camera 7\0');
    expect(await position(file)).toMatchObject({ saidBy: 'EXIF GPS', time: '2024:03:01 14:05:09', stored: '33/1 51/1 2448/100 S, 151/1 12/1 5508/100 E' }); // prettier-ignore
  });
});

describe('metadata of sounds', () => {
  const told = async (file: Buffer) =>
    (await metadata(file)).structure?.facts.map(({ name, value }) => `${name}: ${value}`);

  it('are read of Opus, MP3 and AMR', async () => {
    expect(await told(opusWithTags())).toEqual([
      'channels: 1',
      'samples to skip: 312',
      'rate of the input: 16000 Hz',
      'vendor: WhatsApp',
      'title: gate',
      'position: 96312 (2 s)',
    ]);
    expect(await told(mp3WithTag())).toEqual(['version: 2.3.0', 'TIT2: Gate 4']);
    expect(await told(amrOf(75))).toEqual(['form: AMR', 'frames: 75 (1.5 s, counted)']);
  });
});

it.each([
  ['+53.5413+009.9841/', 53.5413, 9.9841, null],
  ['-3351.5+15112.75+4CRSWGS_84/', -33.858333, 151.2125, 4],
  ['+481236.5-1234030/', 48.210139, -123.675, null],
])('ISO 6709: %s', (text, latitude, longitude, altitudeM) => {
  const point = readIso6709(text);
  expect(point?.latitude).toBeCloseTo(latitude, 5);
  expect(point?.longitude).toBeCloseTo(longitude, 5);
  expect(point?.altitudeM).toBe(altitudeM);
});

it.each(['', '53.5 9.9', '+91.0+009.0/', '+53.5+181.0/', `+53.${'1'.repeat(5000)}+009.0/`])(
  'ISO 6709 says nothing of %s',
  (text) => {
    expect(readIso6709(text)).toBeNull();
  },
);

describe('damaged files', () => {
  const files = [mp4WithPlace(), movWithPlace(), threeGpWithPlace(), heicWithExif(), opusWithTags(), mp3WithTag(), amrOf(20), jpegWithExif('big')]; // prettier-ignore
  it('never throw, never state what is not on Earth, and read little', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(files.length - 1),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)), { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0.2, max: 1, noNaN: true }),
        async (which, changes, part) => {
          const file = Buffer.from(files[which] ?? []);
          for (const [at, byte] of changes) file[at % file.length] = byte;
          const cut = file.subarray(0, Math.ceil(file.length * part));
          const found = await position(cut);
          if (found !== null) expect(Math.abs(found.latitude) <= 90 && Math.abs(found.longitude) <= 180).toBe(true);
          const { structure, readBytes } = await metadata(cut);
          expect(structure?.facts.length ?? 0).toBeLessThanOrEqual(300);
          expect(readBytes).toBeLessThan(cut.length * 4 + 100_000);
        },
      ),
      { seed: 11, numRuns: 1500 },
    );
  });
});
