import type { FileKind } from './hardlink-tables.ts';

/** The MD5 by which a message's content names its file; null where it names none. */
export function hashNamed(content: string): string | null {
  const { attribute, element } = /\bmd5="(?<attribute>[0-9a-f]{32})"|<md5>(?<element>[0-9a-f]{32})<\/md5>/iu.exec(content)?.groups ?? {}; // prettier-ignore
  return (attribute ?? element)?.toLowerCase() ?? null;
}

/** The kind of file that a message of this type comes with; `below` is the type of a message of an app: 6 and 74 are files. */
export function fileKindOf(code: number | null, below: number): FileKind | null {
  if (code === 3) return 'image';
  if (code === 43 || code === 62) return 'video';
  return code === 49 && (below === 6 || below === 74) ? 'file' : null;
}
