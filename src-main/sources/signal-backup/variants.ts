import type { Variant } from '../parser.ts';

export const PARSER_ID = 'signal-backup';

/**
 * The same frames in two forms: `backup-frames` as they come out of an encrypted backup, `chat-export` as lines of JSON that the app writes in
 * clear; `remote-backup` is one for Signal's servers, which is named and not read. Source: signalapp/libsignal at b056faa6dd02961cff24064c54c089c52e1a0753, rust/message-backup.
 */
export const VARIANTS = [
  { name: 'backup-frames', proof: 'published' },
  { name: 'chat-export', proof: 'published' },
  { name: 'remote-backup', proof: 'unknown' },
] as const satisfies readonly Variant[];

/** The variant of a backup of which nothing can be read. */
export const REMOTE = 'remote-backup' satisfies (typeof VARIANTS)[number]['name'];
