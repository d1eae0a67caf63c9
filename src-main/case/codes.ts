import type { LogState, RecordState } from '../model/index.ts';

/**
 * Closed lists as the case stores them: the position in the list. A list may grow at its end; nothing is ever moved.
 */
export const STATES = ['live', 'marked-deleted', 'recovered'] as const satisfies readonly RecordState[];
export const LOG_STATES = ['both', 'only-with', 'only-without', 'changed'] as const satisfies readonly LogState[];
export const PRESENCES = ['present', 'thumbnail', 'absent'] as const;
export const MATCHES = ['path', 'hash', 'name-and-size', 'row'] as const;
export const LOCATOR_FORMS = ['row', 'bytes', 'node'] as const;

/** Messages and events share one list and one row of ids: `item`. */
export const RECORD_KINDS = [
  'item',
  'account',
  'account-link',
  'conversation',
  'participant',
  'quote',
  'version',
  'attachment',
  'reaction',
  'receipt',
  'mention',
  'detail',
] as const;

export type RecordKind = (typeof RECORD_KINDS)[number];

/** Bits of `item.flags`. `byTime`: the app stores no order for this item; its place was made from its time. */
export const FLAGS = { starred: 1, viewOnce: 2, byTime: 4 } as const;

/** The number under which `value` is stored. */
export function codeOf<T extends string>(list: readonly T[], value: T): number {
  return list.indexOf(value);
}

/** The word that a stored number stands for. Throws on a number this version does not know: the case is damaged. */
export function wordOf<T extends string>(list: readonly T[], code: number): T {
  const word = list[code];
  if (word === undefined) throw new Error(`the case holds the unknown code ${code} for ${list.join('|')}`);
  return word;
}

/** What a mark is, as `mark.kind` stores it; a bookmark's tag is 0, a note's NULL. */
export const MARK_KINDS = ['tag', 'note', 'bookmark'] as const;
