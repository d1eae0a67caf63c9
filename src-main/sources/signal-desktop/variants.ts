import type { Variant } from '../parser.ts';

export const PARSER_ID = 'signal-desktop';

/**
 * Newest first. `attachments-table` has `message_attachments` (schema version 1360 and later); `columns` keeps a message's fields in
 * columns (1270 and later); `json` in the column of that name; `unreadable` is a file that lies where the app's database does and
 * cannot be read. Source: signalapp/Signal-Desktop, ts/sql/migrations (1270, 1360).
 */
export const VARIANTS = [
  { name: 'attachments-table', proof: 'published' },
  { name: 'columns', proof: 'published' },
  { name: 'json', proof: 'published' },
  { name: 'unreadable', proof: 'unknown' },
] as const satisfies readonly Variant[];

/** The variant of a store of which nothing can be read. */
export const UNREADABLE = 'unreadable' satisfies (typeof VARIANTS)[number]['name'];
