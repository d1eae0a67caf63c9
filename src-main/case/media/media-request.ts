import type { Params } from '../../contract/index.ts';

/** What a list of media asks for, without the place in it. */
export type MediaRequest = Omit<Params<'media.page'>, 'at' | 'limit'>;

/** Rows of the table, by time, each with the group of its message: conversation, sender and facet. */
export interface FoundMedia {
  readonly rows: readonly number[];
  readonly groups: readonly number[];
}
