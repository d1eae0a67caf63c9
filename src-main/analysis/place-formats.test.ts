import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempCase } from '../case/fixture-case.ts';
import { tellPlaces } from '../case/fixture-places.ts';
import { writePlaces } from './place-formats.ts';

let made: ReturnType<typeof tempCase>;
beforeAll(() => {
  made = tempCase();
  tellPlaces(made);
});
afterAll(() => {
  made.remove();
});

describe('places', () => {
  it('are written for other tools with no point where there is none', () => {
    const written = (format: 'csv' | 'geojson' | 'kml' | 'tsv') =>
      writePlaces(made.file, { filter: {}, format, from: 0 });
    const { features } = JSON.parse(written('geojson').text) as {
      features: { geometry: { coordinates: number[] } | null; properties: Record<string, unknown> }[];
    };
    expect(features.map(({ geometry }) => geometry?.coordinates ?? null)).toEqual([
      [10, 53.5], [9.9841, 53.5413], [151.2, -33.85], [9.9841, 53.5413], null, null, [-180, 89], null,
    ]); // prettier-ignore
    expect(features[4]?.properties).toMatchObject({
      latitude: 0,
      longitude: 0,
      use: 'zero',
      file: 'databases/msgstore.db',
    });
    const csv = written('csv').text.split('\r\n');
    expect(csv).toHaveLength(10);
    expect(csv[1]).toContain('EXIF GPS');
    expect(written('kml').text.match(/<Point>/gu)).toHaveLength(5);
    expect(written('tsv')).toMatchObject({ next: null, total: 8 });
  });
});
