import type { Params } from '../../../src-main/contract/index.ts';

/** What the log is narrowed to. */
export type CustodyFilter = Omit<Params<'custody.page'>, 'at' | 'limit'>;
