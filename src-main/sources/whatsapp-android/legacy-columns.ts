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
  'origin',
  'latitude',
  'longitude',
  'thumb_image',
  'remote_resource',
  'received_timestamp',
  'send_timestamp',
  'receipt_server_timestamp',
  'receipt_device_timestamp',
  'read_device_timestamp',
  'played_device_timestamp',
  'raw_data',
  'starred',
  'quoted_row_id',
  'mentioned_jids',
  'forwarded',
] as const;

export type LegacyPlace = Readonly<Record<(typeof LEGACY_COLUMNS)[number], number>>;

/** The places of the legacy columns in a table that has them: `messages` and its copy `messages_quotes`. */
export function legacyPlace(table: Table): LegacyPlace {
  return Object.fromEntries(LEGACY_COLUMNS.map((name) => [name, table.place(name)])) as LegacyPlace;
}
