import { exifFacts } from './exif-facts.ts';
import type { Exif } from './exif.ts';
import { readIso6709, type StatedPoint } from './iso-6709.ts';
import type { MediaFact, MediaStructure } from './media-fact.ts';

/** A position that a file's metadata state; nothing is checked. */
export interface StatedPosition extends StatedPoint {
  /** Which metadata, for example `EXIF GPS`. */
  readonly saidBy: string;
  readonly stored: string;
  readonly time: string | null;
  readonly offset: number;
  readonly length: number;
}

/** The first position that is stated: EXIF's, then a film's `©xyz`, QuickTime's key, 3GPP's `loci`. Null where none can be read. */
export function statedPosition(exif: Exif | null, structure: MediaStructure | null): StatedPosition | null {
  return (exif === null ? null : ofExif(exif)) ?? ofStructure(structure?.facts ?? []);
}

function ofExif(exif: Exif): StatedPosition | null {
  const { place, time } = exifFacts(exif);
  if (place === null) return null;
  const gps = exif.entries.filter(({ group, name }) => group === 'gps' && /^GPSL(?:at|ong)itude(?:Ref)?$/u.test(name ?? '')); // prettier-ignore
  const value = gps.find(({ name }) => name === 'GPSLatitude');
  const valueOf = (name: string): string => gps.find((entry) => entry.name === name)?.value ?? '';
  const stored = `${valueOf('GPSLatitude')} ${valueOf('GPSLatitudeRef')}, ${valueOf('GPSLongitude')} ${valueOf('GPSLongitudeRef')}`;
  return { ...place, saidBy: 'EXIF GPS', stored, time, offset: value?.offset ?? 0, length: value?.length ?? 0 };
}

function ofStructure(facts: readonly MediaFact[]): StatedPosition | null {
  const time =
    facts.find(({ name }) => name === 'com.apple.quicktime.creationdate')?.value ??
    facts.find(({ within, name }) => within === 'moov/mvhd' && name === 'creation time')?.value ??
    null;
  for (const { within, name, value, offset, length } of facts) {
    const isLocation = within.endsWith('/loci') && name === 'longitude, latitude, altitude';
    const isText = name === '\u00a9xyz' || name === 'com.apple.quicktime.location.ISO6709';
    const point = isText ? readIso6709(value) : isLocation ? ofLoci(value) : null;
    if (point !== null)
      return { ...point, saidBy: isLocation ? '3GPP loci' : name, stored: value, time, offset, length };
  }
  return null;
}

function ofLoci(value: string): StatedPoint | null {
  const [longitude = NaN, latitude = NaN, altitudeM = NaN] = value.split(', ').map(Number);
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return null;
  return { latitude, longitude, altitudeM };
}
