import type { Exif, ExifEntry } from './exif.ts';

/** What examiners ask of EXIF first, out of its entries; each null where it is not stored or cannot be read. */
export interface ExifFacts {
  /** Maker and model as stored. */
  readonly camera: string | null;
  /** When the picture was taken as the camera states it, with the offset where one is stored. */
  readonly time: string | null;
  readonly place: { readonly latitude: number; readonly longitude: number; readonly altitudeM: number | null } | null;
}

export function exifFacts({ entries }: Exif): ExifFacts {
  const value = (group: ExifEntry['group'], name: string): string | null => {
    const text = entries.find((entry) => entry.group === group && entry.name === name)?.value.trim();
    return text === undefined || text === '' ? null : text;
  };
  const maker = value('image', 'Make');
  const model = value('image', 'Model');
  const camera = [maker, model].filter((part) => part !== null).join(' ');
  const time = value('photo', 'DateTimeOriginal');
  const offset = value('photo', 'OffsetTimeOriginal');
  const latitude = degrees(value('gps', 'GPSLatitude'), value('gps', 'GPSLatitudeRef'), 'N', 'S', 90);
  const longitude = degrees(value('gps', 'GPSLongitude'), value('gps', 'GPSLongitudeRef'), 'E', 'W', 180);
  const altitude = ratio(value('gps', 'GPSAltitude'));
  const isBelow = value('gps', 'GPSAltitudeRef') === '1';
  return {
    camera: camera === '' ? null : camera,
    time: time === null || offset === null ? time : `${time} ${offset}`,
    place:
      latitude === null || longitude === null
        ? null
        : { latitude, longitude, altitudeM: altitude === null || !isBelow ? altitude : -altitude },
  };
}

/** Degrees, minutes and seconds as ratios; null without a hemisphere, or beyond `most`. */
function degrees(stored: string | null, side: string | null, plus: string, minus: string, most: number): number | null {
  const [whole, minutes, seconds] = stored?.split(' ').map(ratio) ?? [];
  if (typeof whole !== 'number' || typeof minutes !== 'number' || typeof seconds !== 'number') return null;
  const sum = whole + minutes / 60 + seconds / 3600;
  if ((side !== plus && side !== minus) || sum > most) return null;
  return side === plus ? sum : -sum;
}

function ratio(stored: string | null): number | null {
  const [above, below] = stored?.split('/').map(Number) ?? [];
  return above === undefined || below === undefined || !(Math.abs(below) > 0) ? null : above / below;
}
