import type { Attachment, Detail, MessageType, StoredColumns } from '../../model/index.ts';

/** A file that a message names. The archive holds none: a collector fetches them by `sdkfileid`. */
export interface FileNamed {
  readonly type: Attachment['type'];
  readonly name: string | null;
  /** Hexadecimal, as the service states it. */
  readonly md5: string | null;
  /** The ending that the service's documentation names for the kind; null where the kind has none. */
  readonly ending: string | null;
  readonly sizeBytes: number | null;
  readonly durationS: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly sdkFileId: string | null;
  /** Which part of a forwarded or mixed message names it; null where the message itself does. */
  readonly part: string | null;
}

/** What a message says, apart from who wrote it where and when. */
export interface Content {
  readonly type: MessageType;
  readonly body: string | null;
  readonly files: readonly FileNamed[];
  readonly details: readonly Detail['content'][];
  /** Accounts that the content names, by identifier. */
  readonly named: readonly string[];
  readonly call: { readonly video: boolean | null; readonly group: boolean; readonly durationS: number | null } | null;
  /** Columns of the content that are carried and not interpreted. */
  readonly stored: StoredColumns;
}
