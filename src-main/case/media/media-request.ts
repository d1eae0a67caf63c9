import type { Params } from '../../contract/index.ts';

/** What a list of media asks for, without the place in it. */
export type MediaRequest = Omit<Params<'media.page'>, 'at' | 'limit'>;
