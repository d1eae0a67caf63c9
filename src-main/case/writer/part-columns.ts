import type { Attachment, Detail, Mention, Quote, Reaction, Receipt, Version } from '../../model/index.ts';

/** A record that belongs to a message and names it by key. */
export type Part = Quote | Version | Attachment | Reaction | Receipt | Mention | Detail;

/** The columns of the tables of parts, beside those that every record's table has. */
export const PART_COLUMNS = {
  quote: ['target_key', 'target_server_id', 'sender', 'time', 'type', 'body'],
  version: ['role', 'body', 'time', 'verbatim'],
  attachment: ['type', 'media_type', 'name', 'caption', 'path', 'stored_sha256', 'size_bytes', 'duration_s', 'width', 'height', 'thumbnail', 'transcript', 'presence', 'matched_by', 'content'], // prettier-ignore
  reaction: ['account', 'emoji', 'count', 'time'],
  receipt: ['account', 'delivered_time', 'read_time', 'played_time'],
  mention: ['account', 'name'],
  detail: ['type', 'content'],
} as const satisfies Record<Part['kind'], readonly string[]>;

/** The tables of the parts of items. */
export const PART_KINDS = Object.keys(PART_COLUMNS) as readonly Part['kind'][];
