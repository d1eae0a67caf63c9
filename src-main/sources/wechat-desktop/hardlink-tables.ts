import { isFileName } from '../wechat/row-media.ts';

export type FileKind = 'image' | 'video' | 'file';

/** A table that lists the files of an account by the MD5 that messages name. */
export interface HardlinkTable {
  readonly kind: FileKind;
  readonly columns: {
    readonly md5: string;
    readonly name: string;
    readonly dir1: string;
    readonly dir2: string;
    readonly changed: string;
  };
  /** Where folders are named by number; null: the number is the row's own. */
  readonly folders: { readonly table: string; readonly number: string | null; readonly name: string };
  /** Below the account's folder. */
  readonly path: (dir1: string, dir2: string, name: string) => string;
}

const STORAGE = { md5: 'md5', name: 'file_name', dir1: 'dir1', dir2: 'dir2', changed: 'modify_time' } as const;
const MULTI = { md5: 'Md5', name: 'FileName', dir1: 'DirID1', dir2: 'DirID2', changed: 'ModifyTime' } as const;

/**
 * `hardlink.db` of version 4 and `HardLinkImage.db`, `HardLinkVideo.db`, `HardLinkFile.db` of version 3: tables, columns and how paths are
 * made of them. sjzar/chatlog@a638aa9, internal/model/media_v4.go, media.go and their queries; for pictures of version 3 also
 * xuchengsheng/wx-dump-4j@b44cba2.
 */
export function hardlinkTable(name: string, tables: ReadonlyMap<string, readonly string[]>): HardlinkTable | null {
  const storage = /^(image|video|file)_hardlink_info_v\d+$/u.exec(name)?.[1];
  if (isKind(storage)) {
    const path = (dir1: string, dir2: string, file: string): string =>
      storage === 'image' ? `msg/attach/${dir1}/${dir2}/Img/${file}` : `msg/${storage}/${dir1}/${file}`;
    return { kind: storage, columns: STORAGE, folders: { table: 'dir2id', number: null, name: 'username' }, path };
  }
  const multi = /^HardLink(Image|Video|File)Attribute$/u.exec(name)?.[1];
  const kind = multi?.toLowerCase();
  if (multi === undefined || !isKind(kind)) return null;
  const path = (dir1: string, dir2: string, file: string): string => kind === 'image' ? `FileStorage/MsgAttach/${dir1}/Image/${dir2}/${file}` : `FileStorage/${multi}/${dir2}/${file}`; // prettier-ignore
  const ids = `HardLink${multi}ID`;
  const columns = Object.fromEntries(Object.entries(MULTI).map(([field, column]) => [field, asWritten(column, tables.get(name))])) as Record<keyof typeof MULTI, string>; // prettier-ignore
  return { kind, columns, folders: { table: ids, number: asWritten('DirId', tables.get(ids)), name: asWritten('Dir', tables.get(ids)) }, path }; // prettier-ignore
}

/** A column's name as the schema has it: sources write `Md5` and `MD5`, `DirId` and `DirID`, which SQL takes for the same. */
function asWritten(column: string, held: readonly string[] | undefined): string {
  return held?.find((one) => one.toLowerCase() === column.toLowerCase()) ?? column;
}

function isKind(name: string | undefined): name is FileKind {
  return name === 'image' || name === 'video' || name === 'file';
}

/** The path that a row makes; null where a part of it is missing or would lead elsewhere. */
export function hardlinkPath(
  { path }: HardlinkTable,
  dir1: string | null,
  dir2: string | null,
  name: string | null,
): string | null {
  if (name === null || !isFileName(name)) return null;
  const made = path(dir1 ?? '', dir2 ?? '', name);
  return made.split('/').every(isFileName) ? made : null;
}

/** The MD5 with which the name of a file begins; null for other names. */
export function hashInName(name: string | null): string | null {
  return /^([0-9a-f]{32})(?:\D|$)/iu.exec(name ?? '')?.[1]?.toLowerCase() ?? null;
}
