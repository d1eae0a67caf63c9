import type { Event } from '../model/index.ts';

/** An event of which nothing is known beside its kind, its words and what it stores. */
export const BARE_EVENT = {
  conversation: null,
  actor: null,
  accounts: [],
  direction: 'unknown',
  times: [],
  call: null,
} as const satisfies Partial<Event>;
