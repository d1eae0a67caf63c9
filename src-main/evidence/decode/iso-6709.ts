/** A point on Earth as a file states it. */
export interface StatedPoint {
  readonly latitude: number;
  readonly longitude: number;
  readonly altitudeM: number | null;
}

/**
 * Reads a point as ISO 6709 writes it in one text: degrees, degrees and minutes, or those and seconds, told apart by the
 * digits before the point (annex H). Null for any other text and for degrees that are not on Earth.
 */
export function readIso6709(text: string): StatedPoint | null {
  const match = /^([+-])(\d{2}|\d{4}|\d{6})(\.\d{1,20})?([+-])(\d{3}|\d{5}|\d{7})(\.\d{1,20})?(?:([+-]\d{1,9}(?:\.\d{1,20})?))?(?:CRS[\w:]{1,40})?\/?$/u.exec(text.trim()); // prettier-ignore
  if (match === null) return null;
  const latitude = degrees(match[1], match[2] ?? '', match[3] ?? '', 2);
  const longitude = degrees(match[4], match[5] ?? '', match[6] ?? '', 3);
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  return { latitude, longitude, altitudeM: match[7] === undefined ? null : Number(match[7]) };
}

function degrees(sign: string | undefined, whole: string, fraction: string, width: number): number {
  const parts = [whole.slice(0, width), whole.slice(width, width + 2), whole.slice(width + 2)].filter((part) => part !== ''); // prettier-ignore
  const last = parts.length - 1;
  const sum = parts.reduce((total, part, at) => total + Number(at === last ? part + fraction : part) / 60 ** at, 0);
  return sign === '-' ? -sum : sum;
}
