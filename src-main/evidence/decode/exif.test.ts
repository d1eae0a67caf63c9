import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exifFacts } from './exif-facts.ts';
import { readExif } from './exif.ts';
import { jpegWithExif, tiffWithExif } from '../fixture-exif.ts';

describe('EXIF', () => {
  it.each(['little', 'big'] as const)('is read as stored, %s endian, with the place of each value', (order) => {
    const file = jpegWithExif(order);
    const exif = readExif(file);
    expect(exif).toMatchObject({ byteOrder: order, leftOut: 0 });
    const model = exif?.entries.find(({ name }) => name === 'Model');
    expect(model).toMatchObject({ group: 'image', type: 'ascii', value: 'Test Camera 7' });
    expect(file.subarray(model?.offset, (model?.offset ?? 0) + (model?.length ?? 0)).toString('latin1')).toBe('Test Camera 7\0'); // prettier-ignore
    expect(exif?.entries.find(({ name }) => name === 'ExposureTime')?.value).toBe('1/250');
    expect(exif?.entries.find(({ tag }) => tag === 0xc0de)).toMatchObject({ name: null, type: 'short', value: '7' });
    if (exif === null) throw new Error('no EXIF');
    const { camera, time, place } = exifFacts(exif);
    expect({ camera, time }).toEqual({ camera: 'Acme Test Camera 7', time: '2024:03:01 14:05:09' });
    expect(place?.latitude).toBeCloseTo(-33.8568, 3);
    expect(place?.longitude).toBeCloseTo(151.2153, 3);
    expect(place?.altitudeM).toBe(-4.5);
  });

  it('says nothing of a place without hemispheres', () => {
    const exif = readExif(tiffWithExif('big', { withoutSides: true }));
    if (exif === null) throw new Error('no EXIF');
    expect(exifFacts(exif).place).toBeNull();
  });

  it('ends on directories that lead in a circle, and counts what lies outside', () => {
    const file = Buffer.from(tiffWithExif('little'));
    const after = 8 + 2 + file.readUInt16LE(8) * 12;
    file.writeUInt32LE(8, after);
    expect(readExif(file)?.entries.length).toBeGreaterThan(5);
    expect(readExif(file.subarray(0, after))?.leftOut).toBeGreaterThan(0);
  });

  it('never throws, whatever byte is changed', () => {
    const file = jpegWithExif('little');
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(255), fc.nat(file.length), (at, byte, end) => {
        const changed = Buffer.from(file);
        changed[at] = byte;
        readExif(changed.subarray(0, end));
      }),
      { seed: 3, numRuns: 3000 },
    );
  });
});
