/** A file, folder or link as the manifest of an iOS backup states it. */
export interface IosBackupRow {
  /** Forty hexadecimal digits as stored: the name of the payload. */
  readonly fileId: string;
  readonly domain: string;
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Of the plain file; null when not stated. */
  readonly sizeBytes: number | null;
  readonly modifiedMs: number | null;
  /** The class in little endian and the wrapped key, as stored; null when there is none. */
  readonly fileKey: Buffer | null;
  /** Of a link. */
  readonly target: string | null;
  /** The description of the file cannot be read: what is null is then unknown. */
  readonly isDamaged: boolean;
  /** The payload's name is the SHA-1 of domain, `-` and path, as every writer makes it. */
  readonly idFits: boolean;
}

/** A row, or what cannot be read as one: a single row, or all from there on. */
export type ManifestRow =
  | IosBackupRow
  | { readonly kind: 'unreadable'; readonly code: 'row-unreadable' | 'database-damaged'; readonly detail: string };

/** The kind by the file type bits of a Unix mode; null for a mode without them. */
export function kindOfMode(mode: number): IosBackupRow['kind'] | null {
  switch (mode & 0xf000) {
    case 0x8000:
      return 'file';
    case 0x4000:
      return 'folder';
    case 0xa000:
      return 'link';
    case 0:
      return null;
    default:
      return 'other';
  }
}
