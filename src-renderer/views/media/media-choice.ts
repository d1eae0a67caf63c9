import type { Params } from '../../../src-main/contract/index.ts';

const SORTS = ['time', 'size', 'kind', 'sender', 'conversation', 'hash'] as const;
const PRESENCES = ['present', 'thumbnail', 'absent'] as const;

/** What the media view narrows and orders by besides the filter; lives in the address. */
export interface MediaChoice {
  readonly kinds: readonly string[];
  readonly presence: (typeof PRESENCES)[number] | null;
  readonly sha256: string | null;
  readonly sort: (typeof SORTS)[number];
  readonly descending: boolean;
  readonly mode: 'grid' | 'list';
  /** The attachment that is chosen. */
  readonly at: number | null;
}

export { SORTS as MEDIA_SORTS };

/** Reads the choice from the view's own part of the address; what does not parse is left out. */
export function readChoice(own: string | null): MediaChoice {
  const params = new URLSearchParams(own ?? '');
  const sha256 = params.get('sha256') ?? '';
  const at = params.get('at') ?? '';
  return {
    kinds: (params.get('kinds') ?? '').split(',').filter((kind) => /^[a-z-]{1,40}$/u.test(kind)),
    presence: PRESENCES.find((presence) => presence === params.get('has')) ?? null,
    sha256: /^[0-9a-f]{64}$/u.test(sha256) ? sha256 : null,
    sort: SORTS.find((sort) => sort === params.get('sort')) ?? 'time',
    descending: params.get('down') === '1',
    mode: params.get('mode') === 'list' ? 'list' : 'grid',
    at: /^[1-9]\d{0,14}$/u.test(at) ? Number(at) : null,
  };
}

/** Writes a choice; null where it is the usual one. */
export function writeChoice(choice: MediaChoice): string | null {
  const params = new URLSearchParams();
  if (choice.kinds.length > 0) params.set('kinds', choice.kinds.join(','));
  if (choice.presence !== null) params.set('has', choice.presence);
  if (choice.sha256 !== null) params.set('sha256', choice.sha256);
  if (choice.sort !== 'time') params.set('sort', choice.sort);
  if (choice.descending) params.set('down', '1');
  if (choice.mode === 'list') params.set('mode', 'list');
  if (choice.at !== null) params.set('at', String(choice.at));
  const text = params.toString();
  return text === '' ? null : text;
}

/** The choice as the engine is asked, without the filter and the place. */
export function requestOf(choice: MediaChoice): Omit<Params<'media.page'>, 'filter' | 'at' | 'limit'> {
  return {
    ...(choice.kinds.length > 0 && { kinds: [...choice.kinds] }),
    ...(choice.presence !== null && { presences: [choice.presence] }),
    ...(choice.sha256 !== null && { sha256: choice.sha256 }),
    ...(choice.sort !== 'time' && { sort: choice.sort }),
    ...(choice.descending && { descending: true }),
  };
}
