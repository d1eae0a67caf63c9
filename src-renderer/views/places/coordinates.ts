import type { PlaceView } from '../../../src-main/contract/index.ts';

/** The coordinates with every digit that is stored; null where one is missing. */
export function coordinatesOf({ latitude, longitude }: Pick<PlaceView, 'latitude' | 'longitude'>): string | null {
  return latitude === null || longitude === null ? null : `${digits(latitude)}, ${digits(longitude)}`;
}

/** All digits that tell the number from its neighbours, without an exponent. */
function digits(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/0+$/u, '').replace(/\.$/u, '') : text;
}
