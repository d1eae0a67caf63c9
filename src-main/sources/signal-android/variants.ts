import type { Variant } from '../parser.ts';

export const PARSER_ID = 'signal-android';

/**
 * Newest first. `attachment-table`: `message` with `attachment` (schema version 215 and later). `message-table`: `message` with `part`
 * (174 and later). `sms-mms`: `sms` and `mms`, before that. `unreadable` is a file that lies where the app's database does and cannot
 * be read, or a backup of the newer kind. Source: signalapp/Signal-Android, database/helpers/migration (V174, V215).
 */
export const VARIANTS = [
  { name: 'attachment-table', proof: 'published' },
  { name: 'message-table', proof: 'published' },
  { name: 'sms-mms', proof: 'published' },
  { name: 'unreadable', proof: 'unknown' },
] as const satisfies readonly Variant[];

/** The variant of a store of which nothing can be read. */
export const UNREADABLE = 'unreadable' satisfies (typeof VARIANTS)[number]['name'];
