import type { Variant } from '../parser.ts';

export const PARSER_ID = 'signal-ios';

/**
 * Newest first. `attachment-references` has `MessageAttachmentReference` (2024 and later): files are encrypted one by one.
 * `attachment-table` has `model_TSAttachment` alone, whose files lie in the clear. `unreadable` is a file that lies where the app's
 * database does and cannot be read. Source: signalapp/Signal-iOS, SignalServiceKit/Resources/schema.sql @026b02c (2021),
 * @0d8ef0f (2023), and Storage/Database/GRDBSchemaMigrator.swift @451612c.
 */
export const VARIANTS = [
  { name: 'attachment-references', proof: 'published' },
  { name: 'attachment-table', proof: 'published' },
  { name: 'unreadable', proof: 'unknown' },
] as const satisfies readonly Variant[];

/** The variant of a store of which nothing can be read. */
export const UNREADABLE = 'unreadable' satisfies (typeof VARIANTS)[number]['name'];
