import type { Table } from './scan.ts';

/** Columns of `messages`: observed in two real databases of the years 2021 and 2022. */
export const LEGACY_COLUMNS = [
  '_id',
  'key_remote_jid',
  'key_from_me',
  'key_id',
  'status',
  'data',
  'timestamp',
  'media_url',
  'media_mime_type',
  'media_wa_type',
  'media_size',
  'media_name',
  'media_caption',
  'media_hash',
  'media_duration',
  'latitude',
  'longitude',
  'thumb_image',
  'remote_resource',
  'received_timestamp',
  'receipt_server_timestamp',
  'receipt_device_timestamp',
  'read_device_timestamp',
  'played_device_timestamp',
  'raw_data',
  'starred',
  'mentioned_jids',
] as const;
/** Read and carried: their other bits and numbers are not known. */
const ALSO_READ = ['origin', 'forwarded', 'quoted_row_id'] as const;

/** Columns that become fields of an attachment, a place or a card where the row's type says that it is one. */
export const CONTENT_COLUMNS = [
  'media_url',
  'media_mime_type',
  'media_size',
  'media_name',
  'media_caption',
  'media_hash',
  'media_duration',
  'latitude',
  'longitude',
  'thumb_image',
  'raw_data',
  'mentioned_jids',
] as const;

/** Columns of `messages_quotes` that become fields of a quote; the others are carried. */
export const QUOTE_COLUMNS = ['_id', 'key_from_me', 'key_id', 'data', 'timestamp', 'remote_resource'] as const;

type LegacyColumn = (typeof LEGACY_COLUMNS)[number] | (typeof ALSO_READ)[number];

export type LegacyPlace = Readonly<Record<LegacyColumn, number>>;

/** The places of the legacy columns in a table that has them: `messages` and its copy `messages_quotes`. */
export function legacyPlace(table: Table): LegacyPlace {
  return Object.fromEntries([...LEGACY_COLUMNS, ...ALSO_READ].map((name) => [name, table.place(name)])) as LegacyPlace;
}
