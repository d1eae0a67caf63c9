import type { PlaceKind } from '../../../src-main/contract/index.ts';

export const PLACE_SORTS = ['time', 'name', 'sender', 'conversation', 'kind'] as const;

/** What the view of places narrows and orders by besides the filter. */
export interface PlaceChoice {
  /** Null lists both kinds. */
  readonly kind: PlaceKind | null;
  readonly sort: (typeof PLACE_SORTS)[number];
  readonly descending: boolean;
  /** The account whose places are joined in the order of their times. */
  readonly path: number | null;
}

/** Reads the choice from its part of the address; what is not understood is the usual. */
export function readPlaceChoice(own: string | null): PlaceChoice {
  const params = new URLSearchParams(own ?? '');
  const kind = params.get('kind');
  const path = params.get('path');
  return {
    kind: kind === 'message' || kind === 'file' ? kind : null,
    sort: PLACE_SORTS.find((one) => one === params.get('sort')) ?? 'time',
    descending: params.get('down') === '1',
    path: path !== null && /^[1-9]\d{0,14}$/u.test(path) ? Number(path) : null,
  };
}

/** The choice as its part of the address; null where all is usual. */
export function writePlaceChoice(choice: PlaceChoice): string | null {
  const params = new URLSearchParams();
  if (choice.kind !== null) params.set('kind', choice.kind);
  if (choice.sort !== 'time') params.set('sort', choice.sort);
  if (choice.descending) params.set('down', '1');
  if (choice.path !== null) params.set('path', String(choice.path));
  return params.size === 0 ? null : params.toString();
}
